using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Publishing;

namespace FunctionsPipeline.Simulator.X;

/// <summary>X's uploads of media: chunks by number, processing after the end is told. Safe for several threads.</summary>
internal sealed class XMedia(PublishFaults faults, PublishedBook book, XErrors errors, SimulatorOptions options, TimeProvider clock)
{
    private const string Provider = "x";
    private const int SegmentMax = 999;
    private const long VideoBytesMax = 512L << 20;
    private const int LifetimeSeconds = 86_400;

    // Simulated.
    private const double ProcessingSeconds = 20;
    private const int CheckAfterSeconds = 5;

    private readonly ConcurrentDictionary<string, Media> _media = new(StringComparer.Ordinal);

    /// <summary>POST /x/2/media/upload/initialize.</summary>
    public async Task InitializeAsync(HttpContext context)
    {
        if (await EnterAsync(context) is not { } keyId) return;
        var body = await Reply.ReadObjectAsync(context.Request);
        if (body is not { } order || !order.TryWhole("total_bytes", out var total) || total is not (> 0 and <= (int)VideoBytesMax) || !order.TryText("media_type", out var type) || type is null)
        {
            await XErrors.ParameterAsync(context, "total_bytes", "", "total_bytes and media_type are needed");
            return;
        }

        await faults.AnswerAsync(context, FaultOperation.UploadStart, Provider, type, errors, _ =>
        {
            var id = (1_900_000_000_000_000_000 + book.NextNumber()).ToString(CultureInfo.InvariantCulture);
            _media[id] = new Media(keyId, total.Value, clock.GetUtcNow(), faults.ProcessingFails(Provider, type));
            book.CountSession(Provider);
            return Task.FromResult(() => DataAsync(context, Basics(id)));
        });
    }

    /// <summary>POST /x/2/media/upload/{id}/append.</summary>
    public async Task AppendAsync(HttpContext context, string id)
    {
        if (await FindAsync(context, id) is not { } media) return;
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!int.TryParse(form["segment_index"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > SegmentMax || form.Files["media"] is not { } file)
        {
            await XErrors.ParameterAsync(context, "segment_index", form["segment_index"].ToString(), $"segment_index must be 0 to {SegmentMax}, with media");
            return;
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, context.RequestAborted);
        book.CountBytes(Provider, content.Length);
        await faults.AnswerAsync(context, FaultOperation.UploadChunk, Provider, id, errors, fault =>
        {
            if (fault?.Kind == FaultKind.SessionExpired) media.IsGone = true;
            if (media.IsGone) return Task.FromResult(() => errors.WriteAsync(context, 404, "No such media."));
            if (fault is null) media.Chunks[number] = content.ToArray();
            var expires = new JsonObject { ["expires_at"] = clock.GetUtcNow().ToUnixTimeSeconds() + LifetimeSeconds };
            return Task.FromResult(() => DataAsync(context, expires));
        });
    }

    /// <summary>POST /x/2/media/upload/{id}/finalize.</summary>
    public async Task FinalizeAsync(HttpContext context, string id)
    {
        if (await FindAsync(context, id) is not { } media) return;
        await faults.AnswerAsync(context, FaultOperation.UploadQuery, Provider, id, errors, _ =>
        {
            if (media.FinishedAt is not null || media.Chunks.Values.Sum(chunk => (long)chunk.Length) != media.TotalBytes)
            {
                return Task.FromResult(() => XErrors.ParameterAsync(context, "id", id, "The media is not whole, or was told to be whole before"));
            }

            media.FinishedAt = clock.GetUtcNow();
            return Task.FromResult(() => DataAsync(context, Shown(id, media)));
        });
    }

    /// <summary>GET /x/2/media/upload?command=STATUS.</summary>
    public async Task StatusAsync(HttpContext context)
    {
        var id = context.Request.Query["media_id"].ToString();
        if (await FindAsync(context, id) is not { } media) return;
        await faults.AnswerAsync(context, FaultOperation.List, Provider, id, errors, _ => Task.FromResult(() => DataAsync(context, Shown(id, media))));
    }

    /// <summary>The content of media that can be posted, as a hash; null when it cannot.</summary>
    public string? ContentOf(string id, string keyId)
    {
        if (!_media.TryGetValue(id, out var media) || media.KeyId != keyId || media.IsGone || media.FinishedAt is null || media.ProcessingFails || IsRunning(media)) return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, chunk) in media.Chunks.OrderBy(pair => pair.Key)) hash.AppendData(chunk);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whose request it is; null when it was answered with 401.</summary>
    public async Task<string?> EnterAsync(HttpContext context)
    {
        if (ApiKey.Check(context.Request, "Bearer", out var keyId) == KeyCheck.Good) return keyId;
        await errors.WriteAsync(context, 401, "Unauthorized");
        return null;
    }

    private async Task<Media?> FindAsync(HttpContext context, string id)
    {
        if (await EnterAsync(context) is not { } keyId) return null;
        if (_media.TryGetValue(id, out var media) && media.KeyId == keyId && !media.IsGone && clock.GetUtcNow() < media.StartedAt.AddSeconds(LifetimeSeconds)) return media;
        await errors.WriteAsync(context, 404, "No such media.");
        return null;
    }

    private JsonObject Shown(string id, Media media)
    {
        var shown = Basics(id);
        if (media.FinishedAt is null) return shown;
        if (IsRunning(media)) shown["processing_info"] = new JsonObject { ["state"] = "in_progress", ["check_after_secs"] = CheckAfterSeconds, ["progress_percent"] = 50 };
        else if (media.ProcessingFails) shown["processing_info"] = new JsonObject { ["state"] = "failed", ["error"] = new JsonObject { ["code"] = 1, ["name"] = "InvalidMedia", ["message"] = "Unsupported video format" } };

        // Small media is ready without a word about processing.
        else if (media.TotalBytes > 1 << 20) shown["processing_info"] = new JsonObject { ["state"] = "succeeded", ["progress_percent"] = 100 };
        return shown;
    }

    private bool IsRunning(Media media) => media.FinishedAt is { } at && clock.GetUtcNow() - at < TimeSpan.FromSeconds(ProcessingSeconds * options.TimeScale);

    private static JsonObject Basics(string id) => new() { ["id"] = id, ["media_key"] = "7_" + id, ["expires_after_secs"] = LifetimeSeconds };

    private static Task DataAsync(HttpContext context, JsonObject data) => Reply.WriteAsync(context, new JsonObject { ["data"] = data }.ToJsonString());

    private sealed record Media(string KeyId, long TotalBytes, DateTimeOffset StartedAt, bool ProcessingFails)
    {
        public ConcurrentDictionary<int, byte[]> Chunks { get; } = new();

        public DateTimeOffset? FinishedAt { get; set; }

        public bool IsGone { get; set; }
    }
}

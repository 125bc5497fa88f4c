using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Publishing;

/// <summary>A video on a channel, or a post with one.</summary>
internal sealed class PublishedItem
{
    public required string Provider { get; init; }

    /// <summary>Whose it is.</summary>
    public required string KeyId { get; init; }

    public required string Id { get; init; }

    public required string Text { get; init; }

    public required string Sha256 { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What the provider's own answers are made of.</summary>
    public required JsonObject Resource { get; set; }

    public bool ProcessingFails { get; init; }

    public bool HasThumbnail { get; set; }
}

/// <summary>All that was published, and how many bytes came for it. Safe for several threads.</summary>
internal sealed class PublishedBook
{
    private readonly ConcurrentQueue<PublishedItem> _items = new();
    private readonly ConcurrentDictionary<string, long> _bytes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _sessions = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>A number that nothing else has.</summary>
    public int NextNumber() => Interlocked.Increment(ref _number);

    public void Add(PublishedItem item) => _items.Enqueue(item);

    public void CountBytes(string provider, long count) => _bytes.AddOrUpdate(provider, count, (_, last) => last + count);

    public void CountSession(string provider) => _sessions.AddOrUpdate(provider, 1, (_, last) => last + 1);

    /// <summary>What an account published, the newest first.</summary>
    public IReadOnlyList<PublishedItem> Of(string provider, string keyId) =>
        [.. _items.Where(item => item.Provider == provider && item.KeyId == keyId).Reverse()];

    /// <summary>GET /_sim/published.</summary>
    public Task ShowAsync(HttpContext context)
    {
        var answer = new JsonObject
        {
            ["videos"] = Items("youtube"),
            ["posts"] = Items("x"),
            ["sessions"] = Counts(_sessions.ToDictionary(pair => pair.Key, pair => (long)pair.Value)),
            ["bytesReceived"] = Counts(_bytes),
        };
        return Reply.WriteAsync(context, answer.ToJsonString());
    }

    private JsonArray Items(string provider) => new([.. _items.Where(item => item.Provider == provider).Select(Shown)]);

    private static JsonObject Shown(PublishedItem item) => new()
    {
        ["id"] = item.Id,
        ["text"] = item.Text,
        ["sha256"] = item.Sha256,
        ["at"] = item.At.ToString("O", CultureInfo.InvariantCulture),
        ["hasThumbnail"] = item.HasThumbnail,
        ["resource"] = item.Resource.DeepClone(),
    };

    private static JsonObject Counts(IReadOnlyDictionary<string, long> counts)
    {
        var shown = new JsonObject();
        foreach (var (name, count) in counts) shown[name] = count;
        return shown;
    }
}

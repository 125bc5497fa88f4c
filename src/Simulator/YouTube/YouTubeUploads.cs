using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Publishing;

namespace FunctionsPipeline.Simulator.YouTube;

/// <summary>Resumable uploads: a session that takes bytes in order, and is a video once it has all. Safe for several threads.</summary>
internal sealed class YouTubeUploads(YouTubeDoor door, YouTubeQuota quota, YouTubeVideos videos, PublishFaults faults, PublishedBook book, TimeProvider clock)
{
    private const int ChunkUnit = 256 * 1024;
    private const long BytesMax = 256L << 30;

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>POST /youtube/upload/youtube/v3/videos.</summary>
    public async Task StartAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is not { } holder) return;
        var body = await Reply.ReadObjectAsync(context.Request);
        var title = body?.Field("snippet")?.Field("title")?.ToString() ?? "";
        await faults.AnswerAsync(context, FaultOperation.UploadStart, YouTubeRoutes.Provider, title, YouTubeErrors.Instance, fault =>
        {
            var reply = Start(context, holder, body, title, isOverQuota: fault is not null);
            return Task.FromResult(reply);
        });
    }

    /// <summary>PUT /youtube/upload/youtube/v3/videos with a session's id: bytes, or a question.</summary>
    public async Task PutAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is null) return;
        var id = context.Request.Query["upload_id"].ToString();
        if (!_sessions.TryGetValue(id, out var session))
        {
            await YouTubeErrors.Instance.WriteAsync(context, 404, "No such upload session.");
            return;
        }

        if (!ContentRangeHeaderValue.TryParse(context.Request.Headers.ContentRange, out var range) || range.Length != session.TotalBytes)
        {
            await YouTubeErrors.Instance.WriteAsync(context, 400, "The Content-Range does not fit the upload.");
            return;
        }

        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        book.CountBytes(YouTubeRoutes.Provider, content.Length);
        var operation = range.HasRange ? FaultOperation.UploadChunk : FaultOperation.UploadQuery;
        await faults.AnswerAsync(context, operation, YouTubeRoutes.Provider, session.Title, YouTubeErrors.Instance, fault => Task.FromResult(Take(context, session, range, content.ToArray(), fault)));
    }

    private Func<Task> Start(HttpContext context, YouTubeDoor.Holder holder, JsonElement? body, string title, bool isOverQuota)
    {
        if (isOverQuota || !quota.TryTake(holder.KeyId, "uploads", 1, YouTubeQuota.UploadsMax)) return () => YouTubeErrors.QuotaAsync(context);
        if (title.Length is < 1 or > 100 || title.AsSpan().ContainsAny('<', '>'))
        {
            return () => YouTubeErrors.ReasonAsync(context, 400, "invalidTitle", "The request metadata specifies an invalid or empty video title.");
        }

        var status = body!.Value.Field("status");
        if (status?.Field("publishAt") is not null && status.Value.Field("privacyStatus")?.ToString() != "private")
        {
            return () => YouTubeErrors.ReasonAsync(context, 400, "invalidPublishAt", "The request metadata specifies an invalid scheduled publishing time.");
        }

        if (!long.TryParse(context.Request.Headers["X-Upload-Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var total) || total is < 1 or > BytesMax)
        {
            return () => YouTubeErrors.ReasonAsync(context, 400, "mediaBodyRequired", "The request does not include the video content.");
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"session-{book.NextNumber()}");
        _sessions[id] = new Session(holder, title, total, JsonNode.Parse(body.Value.GetRawText())!.AsObject(), faults.ProcessingFails(YouTubeRoutes.Provider, title));
        book.CountSession(YouTubeRoutes.Provider);
        return () =>
        {
            var request = context.Request;
            context.Response.Headers.Location = $"{request.Scheme}://{request.Host}{request.Path}?uploadType=resumable&upload_id={id}";
            return Task.CompletedTask;
        };
    }

    private Func<Task> Take(HttpContext context, Session session, ContentRangeHeaderValue range, byte[] bytes, Fault? fault)
    {
        lock (session.Gate)
        {
            if (fault?.Kind == FaultKind.SessionExpired) session.IsExpired = true;
            if (session.IsExpired) return () => YouTubeErrors.Instance.WriteAsync(context, 404, "The upload session is over.");
            if (range.HasRange && session.VideoId is null)
            {
                var isLast = range.To + 1 == session.TotalBytes;
                if (range.To - range.From + 1 != bytes.Length || (!isLast && bytes.Length % ChunkUnit != 0))
                {
                    return () => YouTubeErrors.Instance.WriteAsync(context, 400, "A chunk must have the bytes that it says, and a multiple of 256 KiB unless it is the last.");
                }

                // Bytes for another place are not taken; the answer says where the session is.
                if (range.From == session.Offset) session.Keep(bytes, fault?.Kind);
                if (session.Offset == session.TotalBytes) session.VideoId = videos.Add(session.Holder, session.Body, session.Title, session.Sha256(), session.ProcessingFails, clock.GetUtcNow());
            }

            if (session.VideoId is { } video) return () => videos.ShowAsync(context, session.Holder, video, 201);
            var offset = session.Offset;
            return () =>
            {
                context.Response.StatusCode = 308;
                if (offset > 0) context.Response.Headers["Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes=0-{offset - 1}");
                return Task.CompletedTask;
            };
        }
    }

    private sealed class Session(YouTubeDoor.Holder holder, string title, long totalBytes, JsonObject body, bool processingFails)
    {
        private readonly MemoryStream _bytes = new();

        public Lock Gate { get; } = new();

        public YouTubeDoor.Holder Holder => holder;

        public string Title => title;

        public long TotalBytes => totalBytes;

        public JsonObject Body => body;

        public bool ProcessingFails => processingFails;

        public long Offset => _bytes.Length;

        public bool IsExpired { get; set; }

        public string? VideoId { get; set; }

        public void Keep(byte[] bytes, FaultKind? fault)
        {
            if (fault == FaultKind.RangeMissing) _bytes.SetLength(0);
            else _bytes.Write(bytes, 0, fault == FaultKind.PartialChunk ? Math.Max(1, bytes.Length / 2) : bytes.Length);
        }

        public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length)));
    }
}

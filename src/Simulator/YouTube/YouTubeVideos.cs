using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Publishing;

namespace FunctionsPipeline.Simulator.YouTube;

/// <summary>Videos of channels: lists, changes, thumbnails, processing. Safe for several threads.</summary>
internal sealed class YouTubeVideos(YouTubeDoor door, YouTubeQuota quota, PublishFaults faults, PublishedBook book, SimulatorOptions options, TimeProvider clock)
{
    private const int ThumbnailBytesMax = 2 << 20;
    private const int PageSizeMax = 50;

    // Simulated seconds: how long the provider works on a video, and how long a new one is missing from lists.
    private const double ProcessingSeconds = 40;
    private const double ListingLagSeconds = 15;

    /// <summary>A session has all its bytes.</summary>
    /// <returns>Id of the video.</returns>
    public string Add(YouTubeDoor.Holder holder, JsonObject body, string title, string sha256, bool processingFails, DateTimeOffset now)
    {
        var id = YouTubeFigures.IdOf(now, book.NextNumber());
        var resource = new JsonObject { ["kind"] = "youtube#video", ["id"] = id, ["snippet"] = body["snippet"]?.DeepClone() ?? new JsonObject(), ["status"] = body["status"]?.DeepClone() ?? new JsonObject() };
        resource["snippet"]!["publishedAt"] = Moment(now);
        book.Add(new PublishedItem
        {
            Provider = YouTubeRoutes.Provider, KeyId = holder.KeyId, Id = id, Text = title, Sha256 = sha256, At = now, Resource = resource, ProcessingFails = processingFails,
        });
        return id;
    }

    /// <summary>Answers with a video.</summary>
    public Task ShowAsync(HttpContext context, YouTubeDoor.Holder holder, string id, int status)
    {
        context.Response.StatusCode = status;
        return Reply.WriteAsync(context, Shown(Find(holder, id)!).ToJsonString());
    }

    /// <summary>GET /youtube/youtube/v3/channels.</summary>
    public Task ChannelAsync(HttpContext context) => ListAsync(context, "channel", 1, holder =>
        [new JsonObject { ["id"] = "UC" + holder.KeyId, ["contentDetails"] = new JsonObject { ["relatedPlaylists"] = new JsonObject { ["uploads"] = "UU" + holder.KeyId } } }]);

    /// <summary>GET /youtube/youtube/v3/playlistItems, newest first.</summary>
    public Task UploadsAsync(HttpContext context)
    {
        var listed = clock.GetUtcNow() - TimeSpan.FromSeconds(ListingLagSeconds * options.TimeScale);
        var from = int.TryParse(context.Request.Query["pageToken"], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : 0;
        return ListAsync(
            context,
            "uploads",
            1,
            holder => book.Of(YouTubeRoutes.Provider, holder.KeyId).Where(item => item.At <= listed).Skip(from).Take(PageSizeMax + 1).Select(item => new JsonObject
            {
                ["snippet"] = new JsonObject { ["title"] = item.Text, ["publishedAt"] = Moment(item.At) },
                ["contentDetails"] = new JsonObject { ["videoId"] = item.Id },
            }),
            from);
    }

    /// <summary>GET /youtube/youtube/v3/videos.</summary>
    public Task VideosAsync(HttpContext context)
    {
        var ids = context.Request.Query["id"].ToString().Split(',');
        if (context.Request.Query["part"] == "statistics") return ListAsync(context, "statistics", 1, _ => ids.Select(Figures).OfType<JsonObject>());
        return ListAsync(context, "videos", 1, holder => book.Of(YouTubeRoutes.Provider, holder.KeyId).Where(item => ids.Contains(item.Id)).Select(Shown));
    }

    /// <summary>PUT /youtube/youtube/v3/videos: what a part leaves out is erased.</summary>
    public async Task UpdateAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is not { } holder) return;
        var body = await Reply.ReadObjectAsync(context.Request);
        var id = body?.Field("id")?.ToString() ?? "";
        await faults.AnswerAsync(context, FaultOperation.Update, YouTubeRoutes.Provider, id, YouTubeErrors.Instance, fault =>
        {
            if (fault is not null || !quota.TryTake(holder.KeyId, "units", 50, YouTubeQuota.UnitsMax)) return Task.FromResult(() => YouTubeErrors.QuotaAsync(context));
            if (Find(holder, id) is not { } item) return Task.FromResult(() => YouTubeErrors.ReasonAsync(context, 404, "videoNotFound", "The video cannot be found."));
            var status = JsonNode.Parse(body!.Value.Field("status")?.GetRawText() ?? "{}")!.AsObject();
            if (status["publishAt"] is not null && status["privacyStatus"]?.ToString() != "private")
            {
                return Task.FromResult(() => YouTubeErrors.ReasonAsync(context, 400, "invalidPublishAt", "The request metadata specifies an invalid scheduled publishing time."));
            }

            // What a project without an audit uploads is locked: it takes a time, and never publishes.
            if (!holder.IsAudited) status["privacyStatus"] = "private";
            item.Resource["status"] = status;
            return Task.FromResult(() => ShowAsync(context, holder, id, 200));
        });
    }

    /// <summary>POST /youtube/upload/youtube/v3/thumbnails/set.</summary>
    public async Task ThumbnailAsync(HttpContext context)
    {
        if (await door.EnterAsync(context) is not { } holder) return;
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        var id = context.Request.Query["videoId"].ToString();
        await faults.AnswerAsync(context, FaultOperation.Update, YouTubeRoutes.Provider, id, YouTubeErrors.Instance, fault =>
        {
            if (fault is not null || !quota.TryTake(holder.KeyId, "units", 50, YouTubeQuota.UnitsMax)) return Task.FromResult(() => YouTubeErrors.QuotaAsync(context));
            if (Find(holder, id) is not { } item) return Task.FromResult(() => YouTubeErrors.ReasonAsync(context, 404, "videoNotFound", "The video cannot be found."));
            if (content.Length is < 1 or > ThumbnailBytesMax || context.Request.ContentType is not ("image/jpeg" or "image/png"))
            {
                return Task.FromResult(() => YouTubeErrors.ReasonAsync(context, 400, "invalidImage", "The provided image content is invalid."));
            }

            item.HasThumbnail = true;
            var answer = new JsonObject { ["kind"] = "youtube#thumbnailSetResponse", ["items"] = new JsonArray() };
            return Task.FromResult(() => Reply.WriteAsync(context, answer.ToJsonString()));
        });
    }

    private async Task ListAsync(HttpContext context, string about, int units, Func<YouTubeDoor.Holder, IEnumerable<JsonObject>> items, int from = 0)
    {
        if (await door.EnterAsync(context) is not { } holder) return;
        await faults.AnswerAsync(context, FaultOperation.List, YouTubeRoutes.Provider, about, YouTubeErrors.Instance, fault =>
        {
            if (fault is not null || !quota.TryTake(holder.KeyId, "units", units, YouTubeQuota.UnitsMax)) return Task.FromResult(() => YouTubeErrors.QuotaAsync(context));
            var all = items(holder).ToList();
            var answer = new JsonObject { ["items"] = new JsonArray([.. all.Take(PageSizeMax)]) };
            if (all.Count > PageSizeMax) answer["nextPageToken"] = (from + PageSizeMax).ToString(CultureInfo.InvariantCulture);
            return Task.FromResult(() => Reply.WriteAsync(context, answer.ToJsonString()));
        });
    }

    private JsonObject? Figures(string id) => YouTubeFigures.UploadedAt(id) is { } at && at <= clock.GetUtcNow()
        ? new JsonObject { ["id"] = id, ["statistics"] = YouTubeFigures.Of(id, options.Seed, (clock.GetUtcNow() - at) / Math.Max(options.TimeScale, 1e-6)) }
        : null;

    private PublishedItem? Find(YouTubeDoor.Holder holder, string id) => book.Of(YouTubeRoutes.Provider, holder.KeyId).FirstOrDefault(item => item.Id == id);

    private JsonObject Shown(PublishedItem item)
    {
        var shown = item.Resource.DeepClone().AsObject();
        var status = shown["status"]!.AsObject();
        var isRunning = clock.GetUtcNow() - item.At < TimeSpan.FromSeconds(ProcessingSeconds * options.TimeScale);
        status["uploadStatus"] = isRunning ? "uploaded" : item.ProcessingFails ? "failed" : "processed";
        if (!isRunning && item.ProcessingFails) status["failureReason"] = "codec";
        shown["processingDetails"] = new JsonObject { ["processingStatus"] = isRunning ? "processing" : item.ProcessingFails ? "failed" : "succeeded" };
        return shown;
    }

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

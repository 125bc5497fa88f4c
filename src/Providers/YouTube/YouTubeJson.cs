using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.YouTube;

/// <summary>Videos as YouTube writes them. Pure.</summary>
internal static class YouTubeJson
{
    /// <summary>The body of an upload: private, whatever the video is to be in the end.</summary>
    public static JsonObject Upload(VideoPublication video) => new()
    {
        ["snippet"] = Snippet(video),
        ["status"] = Status(video, VideoVisibility.Private, null),
    };

    /// <summary>The body of a change of who sees it. What is left out of a part is erased, so the part is whole.</summary>
    public static JsonObject Visibility(string videoId, VideoPublication video) => new()
    {
        ["id"] = videoId,
        ["status"] = Status(video, video.PublishAt is null ? video.Visibility : VideoVisibility.Private, video.PublishAt),
    };

    /// <summary>Reads a video; null when it is none.</summary>
    public static PublishedVideo? Video(JsonElement body)
    {
        if (body.Text("id") is not { } id || !RequestIds.IsSafe(id)) return null;
        var status = body.Object("status") ?? default;
        var processing = body.Object("processingDetails")?.Text("processingStatus");
        var state = status.Text("uploadStatus") switch
        {
            "processed" => VideoProcessing.Succeeded,
            "failed" => VideoProcessing.Failed,
            "rejected" => VideoProcessing.Rejected,
            "deleted" => VideoProcessing.Deleted,
            _ => processing switch
            {
                "succeeded" => VideoProcessing.Succeeded,
                "failed" or "terminated" => VideoProcessing.Failed,
                _ => VideoProcessing.Running,
            },
        };
        return new PublishedVideo(id, state)
        {
            Reason = status.Text("failureReason") ?? status.Text("rejectionReason") ?? (state == VideoProcessing.Failed ? processing : null),
            Visibility = Enum.TryParse<VideoVisibility>(status.Text("privacyStatus"), ignoreCase: true, out var visibility) ? visibility : null,
            PublishAt = Moment(status.Text("publishAt")),
            UploadedAt = Moment(body.Object("snippet")?.Text("publishedAt")),
            Url = new Uri("https://youtu.be/" + Uri.EscapeDataString(id)),
        };
    }

    /// <summary>A moment, or null.</summary>
    public static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    /// <summary>How much a session has, by its <c>Range</c>: <c>bytes=0-42</c> or <c>0-42</c>, and nothing without one. Null when it is no range.</summary>
    public static long? Offset(string? range)
    {
        if (range is null) return 0;
        var text = range.StartsWith("bytes=", StringComparison.Ordinal) ? range["bytes=".Length..] : range;
        return text.StartsWith("0-", StringComparison.Ordinal) && long.TryParse(text[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last + 1
            : null;
    }

    private static JsonObject Snippet(VideoPublication video)
    {
        var snippet = new JsonObject
        {
            ["title"] = video.Title,
            ["description"] = video.Description,
            ["tags"] = new JsonArray([.. video.Tags.Append(video.RunTag).Select(tag => (JsonNode)tag)]),
            ["categoryId"] = video.CategoryId,
        };
        if (video.Language is not { } language) return snippet;
        snippet["defaultLanguage"] = language;
        snippet["defaultAudioLanguage"] = language;
        return snippet;
    }

    private static JsonObject Status(VideoPublication video, VideoVisibility visibility, DateTimeOffset? publishAt)
    {
        var status = new JsonObject
        {
            ["privacyStatus"] = visibility.ToString().ToLowerInvariant(),
            ["license"] = "youtube",
            ["embeddable"] = true,
            ["publicStatsViewable"] = true,
            ["selfDeclaredMadeForKids"] = video.MadeForKids,
            ["containsSyntheticMedia"] = video.ContainsSyntheticMedia,
        };
        if (publishAt is { } moment) status["publishAt"] = moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return status;
    }
}

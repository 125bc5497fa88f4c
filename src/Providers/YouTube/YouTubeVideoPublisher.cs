using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.YouTube;

/// <summary>Uploads, finds and changes videos of a channel: the Data API v3 with its resumable uploads.</summary>
internal sealed class YouTubeVideoPublisher(AuthorizedHttp http, YouTubeOptions options) : IVideoPublisher
{
    private const int ChunkUnit = 256 * 1024;
    private const int PageSize = 50;

    // A channel that uploads its hundred a day fills this in ten days; the search ends at the start of the upload long before.
    private const int PagesMax = 20;

    private string? _uploadsPlaylist;

    public string ProviderId => YouTubeProvider.Id;

    public int ChunkUnitBytes => ChunkUnit;

    public IReadOnlyList<string> Validate(VideoPublication video, long lengthBytes) => YouTubeRules.Check(video, lengthBytes, options.ProjectIsAudited);

    public async Task<string> StartSessionAsync(VideoPublication video, long lengthBytes, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("upload start", $"/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status&notifySubscribers={(options.NotifiesSubscribers ? "true" : "false")}")
        {
            Prompt = video.Description,
            Headers = [("X-Upload-Content-Length", lengthBytes.ToString(CultureInfo.InvariantCulture)), ("X-Upload-Content-Type", video.MediaType)],
        };
        if (Validate(video, lengthBytes) is { Count: > 0 } problems) throw http.Http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));
        var body = YouTubeJson.Upload(video);
        var reply = await http.SendAsync(HttpMethod.Post, call, () => new SingleUseContent(body), cancellationToken);
        return reply.Location?.AbsoluteUri ?? throw http.Http.Unexpected(call, reply, "the answer names no session", MoneySpent.No);
    }

    public Task<UploadStep> SendChunkAsync(string session, UploadChunk chunk, CancellationToken cancellationToken)
    {
        var last = chunk.FirstByte + chunk.Bytes.Length - 1;
        if (last + 1 != chunk.TotalBytes && chunk.Bytes.Length % ChunkUnit != 0)
        {
            throw new ArgumentException($"A chunk of {chunk.Bytes.Length} bytes is no multiple of {ChunkUnit} and not the last.", nameof(chunk));
        }

        return PutAsync("video upload", session, chunk.TotalBytes, Content, cancellationToken);

        SingleUseContent Content()
        {
            var content = new SingleUseContent(chunk.Bytes, new MediaTypeHeaderValue("application/octet-stream"));
            content.Headers.ContentRange = new ContentRangeHeaderValue(chunk.FirstByte, last, chunk.TotalBytes);
            return content;
        }
    }

    public Task<UploadStep> QueryAsync(string session, long lengthBytes, CancellationToken cancellationToken) =>
        PutAsync("upload query", session, lengthBytes, () => new SingleUseContent { Headers = { ContentRange = new ContentRangeHeaderValue(lengthBytes) } }, cancellationToken);

    public async Task<IReadOnlyList<PublishedVideo>> FindOwnAsync(string runTag, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // The list of uploads, not the search: the search has a bucket of 100 a day and learns of a video later.
        _uploadsPlaylist ??= await UploadsPlaylistAsync(cancellationToken);
        var found = new List<PublishedVideo>();
        string? token = null;
        for (var page = 0; page < PagesMax; page++)
        {
            var path = $"/youtube/v3/playlistItems?part=snippet,contentDetails&playlistId={Uri.EscapeDataString(_uploadsPlaylist)}&maxResults={PageSize}"
                + (token is null ? "" : "&pageToken=" + Uri.EscapeDataString(token));
            var body = await GetAsync(new ProviderCall("upload list", path), cancellationToken);
            var items = body.Array("items")?.EnumerateArray().ToList() ?? [];
            found.AddRange(await TaggedAsync(items.Select(item => item.Object("contentDetails")?.Text("videoId")).OfType<string>(), runTag, cancellationToken));
            token = body.Text("nextPageToken");
            var oldest = items.Select(item => YouTubeJson.Moment(item.Object("snippet")?.Text("publishedAt"))).Where(moment => moment is not null).Min();
            if (token is null || oldest < since) break;
        }

        return [.. found.OrderBy(video => video.UploadedAt)];
    }

    public async Task<PublishedVideo?> GetAsync(string videoId, CancellationToken cancellationToken)
    {
        var videos = await ListAsync([videoId], cancellationToken);
        return videos.Select(YouTubeJson.Video).FirstOrDefault(video => video?.Id == videoId);
    }

    public async Task SetThumbnailAsync(string videoId, InlineImage picture, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("thumbnail", "/upload/youtube/v3/thumbnails/set?uploadType=media&videoId=" + RequestIds.Escape(videoId));
        if (picture.Content.Length is < 1 or > YouTubeRules.ThumbnailBytesMax)
        {
            throw http.Http.NotSent(call, ProviderErrorCode.InvalidRequest, $"the picture has {picture.Content.Length} bytes; 1 to {YouTubeRules.ThumbnailBytesMax} are allowed");
        }

        if (picture.MediaType is not ("image/jpeg" or "image/png"))
        {
            throw http.Http.NotSent(call, ProviderErrorCode.InvalidRequest, $"the picture is of type '{picture.MediaType}'; image/jpeg and image/png are allowed");
        }

        await http.SendAsync(HttpMethod.Post, call, () => new SingleUseContent(picture.Content, new MediaTypeHeaderValue(picture.MediaType)), cancellationToken);
    }

    public async Task<PublishedVideo> SetVisibilityAsync(string videoId, VideoPublication video, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("video update", "/youtube/v3/videos?part=status");
        var body = YouTubeJson.Visibility(videoId, video);
        var reply = await http.SendAsync(HttpMethod.Put, call, () => new SingleUseContent(body), cancellationToken);
        return (reply.Body is { } answer ? YouTubeJson.Video(answer) : null) ?? throw http.Http.Unexpected(call, reply, "the answer is no video", MoneySpent.No);
    }

    private async Task<UploadStep> PutAsync(string operation, string session, long totalBytes, Func<SingleUseContent> content, CancellationToken cancellationToken)
    {
        // 308 is this protocol's "go on", and a session that is over is an answer too.
        var call = new ProviderCall(operation, "") { Link = new Uri(session), Timeout = options.ChunkTimeout, IsAnswer = static status => status is 308 or 404 or 410 };
        var reply = await http.SendAsync(HttpMethod.Put, call, content, cancellationToken);
        if (reply.Status is 404 or 410) return new UploadStep.SessionGone();
        if (reply.Status == 308)
        {
            return YouTubeJson.Offset(reply.Range) is { } offset && offset <= totalBytes
                ? new UploadStep.Stored(offset)
                : throw http.Http.Unexpected(call, reply, $"the session says '{reply.Range}' of {totalBytes} bytes", MoneySpent.No);
        }

        return new UploadStep.Done((reply.Body is { } body ? YouTubeJson.Video(body) : null)
            ?? throw http.Http.Unexpected(call, reply, "the upload is complete, and the answer names no video", MoneySpent.No));
    }

    private async Task<string> UploadsPlaylistAsync(CancellationToken cancellationToken)
    {
        var call = new ProviderCall("channel", "/youtube/v3/channels?part=contentDetails&mine=true");
        var body = await GetAsync(call, cancellationToken);
        var channel = body.Array("items")?.EnumerateArray().FirstOrDefault();
        return channel?.Object("contentDetails")?.Object("relatedPlaylists")?.Text("uploads")
            ?? throw http.Http.Failed(call, ProviderErrorCode.NotFound, "the account has no channel", MoneySpent.No);
    }

    private async Task<IEnumerable<PublishedVideo>> TaggedAsync(IEnumerable<string> ids, string runTag, CancellationToken cancellationToken)
    {
        var videos = await ListAsync([.. ids.Where(RequestIds.IsSafe)], cancellationToken);
        return videos
            .Where(video => video.Object("snippet")?.Array("tags")?.EnumerateArray().Any(tag => tag.ValueKind == JsonValueKind.String && tag.ValueEquals(runTag)) == true)
            .Select(YouTubeJson.Video)
            .OfType<PublishedVideo>()

            // An upload that was broken off leaves an entry without a video.
            .Where(video => video is not ({ Processing: VideoProcessing.Deleted } or { Processing: VideoProcessing.Failed, Reason: "uploadAborted" }));
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        var path = "/youtube/v3/videos?part=snippet,status,processingDetails&id=" + string.Join("%2C", ids.Select(RequestIds.Escape));
        var body = await GetAsync(new ProviderCall("video list", path), cancellationToken);
        return body.Array("items")?.EnumerateArray().ToList() ?? [];
    }

    private async Task<JsonElement> GetAsync(ProviderCall call, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(HttpMethod.Get, call, null, cancellationToken);
        return reply.Body ?? throw http.Http.Unexpected(call, reply, "the answer is empty", MoneySpent.No);
    }
}

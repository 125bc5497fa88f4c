using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.YouTube;

/// <summary>Figures of videos from the Data API: a call of one unit for up to 50 videos.</summary>
internal sealed class YouTubeVideoStatistics(AuthorizedHttp http) : IVideoStatistics
{
    public int VideosMax => 50;

    public async Task<IReadOnlyList<VideoFigures>> GetAsync(IReadOnlyList<string> videoIds, CancellationToken cancellationToken)
    {
        if (videoIds.Count < 1 || videoIds.Count > VideosMax) throw new ArgumentOutOfRangeException(nameof(videoIds), videoIds.Count, $"1 to {VideosMax} videos are allowed.");
        var call = new ProviderCall("video statistics", "/youtube/v3/videos?part=statistics&maxResults=50&id=" + string.Join("%2C", videoIds.Select(RequestIds.Escape)));
        var reply = await http.SendAsync(HttpMethod.Get, call, null, cancellationToken);
        if (reply.Body?.Array("items") is not { } items) throw http.Http.Unexpected(call, reply, "the answer lists no videos", MoneySpent.No);
        return [.. items.EnumerateArray().Where(item => RequestIds.IsSafe(item.Text("id"))).Select(Figures)];
    }

    private static VideoFigures Figures(JsonElement video)
    {
        var statistics = video.Object("statistics") ?? default;
        return new VideoFigures(video.Text("id")!, statistics.Count("viewCount"), statistics.Count("likeCount"), statistics.Count("commentCount"));
    }
}

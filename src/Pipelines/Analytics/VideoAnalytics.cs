using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Analytics;

/// <summary>What came of asking for figures.</summary>
/// <param name="Published">Videos of the project that are published.</param>
/// <param name="Fetched">Videos whose snapshot of the day was taken now.</param>
/// <param name="Gone">Videos that the provider does not know any more.</param>
/// <param name="Problem">Why not all could be asked for; null when all could.</param>
public sealed record AnalyticsOutcome(int Published, int Fetched, IReadOnlyList<string> Gone, string? Problem);

/// <summary>How a video does: its last snapshot, and what came since the one before.</summary>
/// <param name="Last">The last snapshot.</param>
/// <param name="Url">Where people find it.</param>
/// <param name="ViewsSinceBefore">Views since the snapshot before; null for the first one, or where they are hidden.</param>
/// <param name="Days">Snapshots that there are.</param>
public sealed record VideoPerformance(VideoSnapshot Last, string? Url, long? ViewsSinceBefore, int Days);

/// <summary>
/// Takes a snapshot of every published video once a local day, counted against the provider's quota. Taking them twice on a day is taking them
/// once, so a daily step may call it as often as it likes.
/// </summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class VideoAnalytics(PipelineServices services)
{
    // A channel grows; a day's quota of looks is 600 calls of 50 videos.
    private const int VideosMax = 10_000;

    private readonly PublicationStore _publications = new(services.Tables, services.Clock);
    private readonly VideoFigureStore _figures = new(services.Tables);
    private readonly PublishQuota _quota = new(services.Governor, services.Limits, services.Clock);

    /// <summary>Fetches what is due.</summary>
    /// <param name="project">Project.</param>
    /// <param name="zone">Where a day begins.</param>
    /// <param name="usesSimulator">True when a simulator stands in for the provider: real videos are not asked for there, nor simulated ones elsewhere.</param>
    /// <param name="cancellationToken">Ends it; what was fetched is kept.</param>
    public async Task<AnalyticsOutcome> CollectAsync(string project, TimeZoneInfo zone, bool usesSimulator, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(services.Clock.GetUtcNow(), zone).Date);
        var published = 0;
        var due = new List<PublicationRecord>();
        var simulated = new Dictionary<RunId, bool>();
        await foreach (var record in _publications.ListAsync(project, cancellationToken))
        {
            if (record.RemoteId is null || !services.Providers.VideoStatistics.ContainsKey(ProviderOf(record))) continue;
            if (!simulated.TryGetValue(record.Key.RunId, out var isSimulated))
            {
                isSimulated = simulated[record.Key.RunId] = await services.Runs.GetAsync(record.Key.RunId, cancellationToken) is { UsesSimulator: true };
            }

            if (isSimulated != usesSimulator) continue;
            published++;
            if (due.Count < VideosMax && !await _figures.HasAsync(project, record.RemoteId, day, cancellationToken)) due.Add(record);
        }

        var (fetched, gone) = (0, new List<string>());
        foreach (var provider in due.GroupBy(ProviderOf))
        {
            var statistics = services.Providers.VideoStatistics[provider.Key];
            foreach (var page in provider.Chunk(statistics.VideosMax))
            {
                var (figures, problem) = await FetchAsync(provider.Key, statistics, page, cancellationToken);
                if (problem is not null) return new AnalyticsOutcome(published, fetched, gone, problem);
                foreach (var record in page)
                {
                    if (figures.FirstOrDefault(one => one.VideoId == record.RemoteId) is not { } one) gone.Add(record.RemoteId!);
                    else
                    {
                        await _figures.PutAsync(SnapshotOf(record, one, day), cancellationToken);
                        fetched++;
                    }
                }
            }
        }

        return new AnalyticsOutcome(published, fetched, gone, null);
    }

    /// <summary>How the videos of a project do, the most watched first.</summary>
    public async Task<IReadOnlyList<VideoPerformance>> ReadAsync(string project, CancellationToken cancellationToken)
    {
        var urls = new Dictionary<string, string?>(StringComparer.Ordinal);
        await foreach (var record in _publications.ListAsync(project, cancellationToken))
        {
            if (record.RemoteId is { } id) urls[id] = record.Url;
        }

        var snapshots = await _figures.ListAsync(project, null, cancellationToken).ToListAsync(cancellationToken);
        return
        [
            .. snapshots.GroupBy(snapshot => snapshot.VideoId)
                .Select(video => PerformanceOf([.. video.OrderBy(snapshot => snapshot.Day)], urls.GetValueOrDefault(video.Key)))
                .OrderByDescending(video => video.Last.Views ?? -1)
                .ThenBy(video => video.Last.VideoId, StringComparer.Ordinal),
        ];
    }

    private async Task<(IReadOnlyList<VideoFigures> Figures, string? Problem)> FetchAsync(
        string provider, IVideoStatistics statistics, IReadOnlyList<PublicationRecord> page, CancellationToken cancellationToken)
    {
        var slot = $"analytics/{page[0].Key.Id}/{services.Clock.GetUtcNow().ToUnixTimeSeconds()}";
        if (await _quota.EnterAsync(provider, "read", slot, null, cancellationToken) is { } notYet) return ([], notYet.Message);
        try
        {
            return (await statistics.GetAsync([.. page.Select(record => record.RemoteId!)], cancellationToken), null);
        }
        catch (ProviderException exception)
        {
            if (exception.Failure.Code == ProviderErrorCode.RateLimited) await _quota.RefusedAsync(provider, "read", exception.Failure, cancellationToken);
            return ([], exception.Message);
        }
    }

    private VideoSnapshot SnapshotOf(PublicationRecord record, VideoFigures figures, DateOnly day) => new(
        record.Key.Project, record.Key.RunId, record.Key.ItemId, record.Key.Target, figures.VideoId, day, services.Clock.GetUtcNow(), figures.Views, figures.Likes, figures.Comments);

    private static VideoPerformance PerformanceOf(IReadOnlyList<VideoSnapshot> days, string? url)
    {
        var last = days[^1];
        return new VideoPerformance(last, url, days.Count > 1 ? last.Views - days[^2].Views : null, days.Count);
    }

    private static string ProviderOf(PublicationRecord record) => record.Key.Target.Split(':')[0];
}

using System.Text;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Episode.Quality;
using FunctionsPipeline.Pipelines.Episode.Reporting;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Scores the episodes of a run from what their files say.</summary>
public sealed class EpisodeQuality
{
    /// <summary>Check of the review that says how sharp the thumbnail is.</summary>
    public const string Sharpness = "thumbnail_sharpness";

    private const string Duration = "duration";

    private readonly EpisodeFiles _files;

    /// <param name="files">What the episodes' files say.</param>
    internal EpisodeQuality(EpisodeFiles files) => _files = files;

    /// <summary>Blob of a run's scores.</summary>
    public static string PathOf(RunId runId) => $"runs/{runId}/storage/quality_metrics.jsonl";

    /// <summary>A line for each episode that has a video.</summary>
    internal async Task<string> LinesAsync(IAsyncEnumerable<EpisodeLine> episodes, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        await foreach (var episode in episodes.WithCancellation(cancellationToken))
        {
            if (episode.Result is not { Film: { } film } result || await _files.FindScriptAsync(episode.RunId, episode.Id, cancellationToken) is not { } script) continue;
            var review = await _files.ReadAsync<List<ReviewFinding>>(EpisodeFiles.ReviewPath(episode.RunId, episode.Id), cancellationToken) ?? [];
            var measures = new QualityMeasures(script, result.PictureScores, film.Seconds)
            {
                Sharpness = ValueOf(review, Sharpness),
                MeasuredSeconds = ValueOf(review, Duration),
                Review = review.Count == 0 ? null : (review.Count(finding => finding.IsFine), review.Count),
                Degradations = episode.Degradations,
            };

            // Of the run and the episode: the same story told in another run is another episode.
            lines.Append(QualityRecord.Of($"{episode.RunId}/{episode.Id}", episode.UpdatedAt, script.Title, measures).ToLine()).Append('\n');
        }

        return lines.ToString();
    }

    /// <summary>The scores of all episodes of a project.</summary>
    public static async Task<QualityHistory> HistoryAsync(RunStore runs, IBlobStore blobs, string project, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await foreach (var run in runs.ListAsync(cancellationToken))
        {
            if (run.Pipeline != EpisodeNames.Pipeline || run.Project != project) continue;
            await using var blob = await blobs.OpenReadAsync(PathOf(run.RunId), cancellationToken);
            if (blob is null) continue;
            using var text = new StreamReader(blob.Content);
            while (await text.ReadLineAsync(cancellationToken) is { } line) lines.Add(line);
        }

        return QualityHistory.Read(lines, out _);
    }

    private static double? ValueOf(List<ReviewFinding> review, string check) => review.FirstOrDefault(finding => finding.Check == check)?.Value;
}

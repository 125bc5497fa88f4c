namespace FunctionsPipeline.Pipelines.Episode.Quality;

/// <summary>Averages over the last episodes.</summary>
/// <param name="Episodes">How many there are in it.</param>
/// <param name="Mean">Their mean scores.</param>
/// <param name="Degraded">How many of them are degraded.</param>
public sealed record QualityAverage(int Episodes, QualityScores Mean, int Degraded);

/// <summary>The scores of a project's episodes over time. Immutable.</summary>
public sealed class QualityHistory
{
    /// <summary>Windows of the rolling averages, episodes.</summary>
    public static IReadOnlyList<int> Windows { get; } = [7, 30];

    /// <summary>Puts records in the order of their time. Of an episode that was scored more than once the last score counts.</summary>
    public QualityHistory(IEnumerable<QualityRecord> records) => Records =
    [
        .. records.Index().GroupBy(entry => entry.Item.EpisodeId, StringComparer.Ordinal)
            .Select(group => group.MaxBy(entry => (entry.Item.Timestamp, entry.Index)).Item)
            .OrderBy(record => record.Timestamp).ThenBy(record => record.EpisodeId, StringComparer.Ordinal),
    ];

    /// <summary>The records, the oldest first.</summary>
    public IReadOnlyList<QualityRecord> Records { get; }

    /// <summary>Reads the lines of a file.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="skipped">Number of lines that are no record.</param>
    public static QualityHistory Read(IEnumerable<string> lines, out int skipped)
    {
        var read = lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(QualityRecord.Read).ToList();
        skipped = read.Count(record => record is null);
        return new QualityHistory(read.OfType<QualityRecord>());
    }

    /// <summary>Means over the last episodes, fewer when there are fewer; null when there is none.</summary>
    public QualityAverage? Last(int episodes) => Over([.. Records.TakeLast(episodes)]);

    /// <summary>The rolling mean of the overall score at each record: over it and those before it, as many as the window has.</summary>
    public IReadOnlyList<double> Rolling(int window) =>
        [.. Records.Select((_, index) => Round(Records.Skip(Math.Max(0, index + 1 - window)).Take(Math.Min(window, index + 1)).Average(record => record.Scores.Overall)))];

    private static QualityAverage? Over(IReadOnlyList<QualityRecord> records) => records.Count == 0
        ? null
        : new QualityAverage(
            records.Count,
            new QualityScores(
                Round(records.Average(record => record.Scores.Visual)),
                Round(records.Average(record => record.Scores.Content)),
                Round(records.Average(record => record.Scores.Technical)),
                Round(records.Average(record => record.Scores.Overall)))
            {
                Uncapped = Round(records.Average(record => record.Scores.Uncapped)),
            },
            records.Count(record => record.Metrics.Degradations.Count > 0));

    private static double Round(double score) => Math.Round(score, 1, MidpointRounding.AwayFromZero);
}

using FunctionsPipeline.Pipelines.VideoBatch;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>How bad a clip is: greater is worse. Ties fall to the earlier item, so that a report is the same each time.</summary>
internal readonly record struct ClipRank(double PointsLost, double Score, int Index) : IComparable<ClipRank>
{
    /// <summary>Null for a clip without a defect.</summary>
    public static ClipRank? Of(ItemLine item, ItemResult result)
    {
        var detected = result.Detectors.Where(detector => detector.Detected).ToArray();
        return detected.Length == 0
            ? null
            : new ClipRank(result.Scores.Contributions.Values.Sum(), detected.Max(detector => detector.Score), item.Index);
    }

    public int CompareTo(ClipRank other) =>
        (PointsLost, Score, other.Index).CompareTo((other.PointsLost, other.Score, Index));

    /// <summary>Anything is worse than nothing.</summary>
    public int CompareTo(ClipRank? other) => other is { } rank ? CompareTo(rank) : 1;
}

/// <summary>Keeps the worst clip of every variant and the worst of all: the report shows what each trap did, not one trap many times.</summary>
internal sealed class WorstClips
{
    private readonly PriorityQueue<ItemLine, ClipRank> _ofAll = new();
    private readonly Dictionary<string, (ItemLine Item, ClipRank Rank)> _ofVariants = new(StringComparer.Ordinal);

    public void Add(ItemLine item, ItemResult result)
    {
        if (ClipRank.Of(item, result) is not { } rank) return;

        if (!_ofVariants.TryGetValue(item.VariantId, out var worst) || rank.CompareTo(worst.Rank) > 0) _ofVariants[item.VariantId] = (item, rank);

        // The queue gives the least bad one back once it is full.
        if (_ofAll.Count < ReportLimits.ClipsMax) _ofAll.Enqueue(item, rank);
        else _ofAll.EnqueueDequeue(item, rank);
    }

    public IReadOnlyList<WorstClip> Choose()
    {
        var ofAll = _ofAll.UnorderedItems.Select(entry => (Item: entry.Element, Rank: entry.Priority));
        return
        [
            .. _ofVariants.Values.OrderByDescending(entry => entry.Rank)
                .Concat(ofAll.OrderByDescending(entry => entry.Rank))
                .DistinctBy(entry => entry.Item.Index)
                .Take(ReportLimits.ClipsMax)
                .OrderByDescending(entry => entry.Rank)
                .Select(entry => Show(entry.Item, entry.Item.Result!, entry.Rank)),
        ];
    }

    private static WorstClip Show(ItemLine item, ItemResult result, ClipRank rank) => new()
    {
        Id = item.Id,
        PromptId = item.PromptId,
        VariantId = item.VariantId,
        Text = Shorten(item.Text),
        Clip = InsideRun(result.Clip.Path),
        DurationSeconds = Duration(result),
        PointsLost = Math.Round(rank.PointsLost, 1),
        Photorealism = result.Scores.Photorealism,
        Physics = result.Scores.Physics,
        Defects =
        [
            .. result.Detectors
                .Where(detector => detector.Detected)
                .OrderByDescending(detector => detector.Score)
                .Select(detector => detector with { Findings = [.. detector.Findings.OrderByDescending(finding => finding.Severity)] }),
        ],
        Pictures = result.Pictures,
        Abstained = [.. result.Detectors.Where(detector => detector.Abstained).Select(detector => detector.Id)],
        Roast = result.Roast,
    };

    private static double? Duration(ItemResult result) => result switch
    {
        { Clip.DurationSeconds: > 0 and var seconds } => seconds,
        { Frames: > 0, FramesPerSecond: > 0 } => result.Frames / result.FramesPerSecond,
        _ => null,
    };

    /// <summary>The report lies in the run's folder, which may be moved: paths start there.</summary>
    private static string InsideRun(string path) => path[(path.IndexOf("/clips/", StringComparison.Ordinal) + 1)..];

    private static string Shorten(string text)
    {
        if (text.Length <= ReportLimits.TextCharactersMax) return text;

        // Half of a surrogate pair cannot be written.
        var end = ReportLimits.TextCharactersMax - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }
}

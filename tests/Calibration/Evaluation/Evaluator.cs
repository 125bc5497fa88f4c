using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Calibration;

/// <summary>Turns runs into reports. A clip a detector abstained on has score 0, and is left out of shares.</summary>
internal static class Evaluator
{
    /// <summary>From this severity on a viewer sees the defect without being told.</summary>
    public const int ClearlyVisible = 3;

    private const int Located = 4;
    private const int ListedMax = 12;

    /// <summary>The detectors' ids that were run, in the catalog's order.</summary>
    public static IReadOnlyList<string> IdsOf(IReadOnlyList<ClipRun> runs) => runs.Count == 0 ? [] : [.. runs[0].Results.Keys];

    public static DetectorReport Report(string id, IReadOnlyList<ClipRun> runs)
    {
        var clean = runs.Where(run => run.Label.Defect is null).ToList();
        var own = runs.Where(run => run.Label.Defect == id && IsFairTo(id, run.Label)).ToList();
        var cleanScores = clean.Select(run => run.Results[id].Score).ToList();
        double? Area(Func<int, bool> severities)
        {
            var scores = own.Where(run => severities(run.Label.Severity)).Select(run => run.Results[id].Score).ToList();
            return scores.Count == 0 || cleanScores.Count == 0 ? null : RocCurve.Area(scores, cleanScores);
        }

        var clear = own.Where(run => run.Label.Severity >= ClearlyVisible).ToList();
        var overlaps = own.Where(run => run.Label.Severity >= Located && run.Label.Box is not null).Select(run => Overlaps(run, id)).ToList();
        return new DetectorReport
        {
            Id = id,
            AreaBySeverity = [.. Enumerable.Range(1, PaintedSet.Severities).Select(severity => Area(value => value == severity))],
            AreaFromThree = Area(severity => severity >= ClearlyVisible),
            SpearmanOfSeries = SpearmanOfSeries(own, id),
            SpearmanPooled = own.Count < 2 ? null : Spearman(own, id),
            MedianOverlap = Median(overlaps.Select(overlap => overlap.Top)),
            OverlapShare = overlaps.Count == 0 ? null : overlaps.Average(overlap => overlap.Top >= 0.5 ? 1 : 0),
            MedianBestOverlap = Median(overlaps.Select(overlap => overlap.Best)),
            Defective = Answered(clear, id),
            Untold = Answered(runs.Where(run => run.Label.Defect == id && run.Label.Severity >= ClearlyVisible && !IsFairTo(id, run.Label)), id),
            Clean = Answered(clean, id),
            CleanByControl = clean.GroupBy(run => run.Label.Control, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Answered(group, id)),
            DefectiveAbstained = own.Count(run => run.Results[id].Abstained),
            CleanAbstained = clean.Count(run => run.Results[id].Abstained),
            CrossTalk = runs.Where(run => run.Label.Defect is { } defect && defect != id && run.Label.Severity >= ClearlyVisible)
                .GroupBy(run => run.Label.Defect!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Answered(group, id)),
            FalsePositives = [.. clean.Where(run => run.Results[id].Detected).OrderByDescending(run => run.Results[id].Score).Take(ListedMax).Select(run => Named(run, id))],
            Missed = [.. clear.Where(run => !run.Results[id].Detected).OrderBy(run => run.Results[id].Score).Take(ListedMax).Select(run => Named(run, id))],
        };
    }

    /// <summary>What is wrong only for a thing that should fall is no fault to a detector that was not told so.</summary>
    public static bool IsFairTo(string id, ClipLabel label) => !DefectIds.IsMotion(id) || label.Expects.Count > 0;

    /// <summary>The overlap of the most severe finding's box, and the best of all findings.</summary>
    private static (double Top, double Best) Overlaps(ClipRun run, string id)
    {
        var overlaps = run.Results[id].Findings.OrderByDescending(finding => finding.Severity).Select(finding => Overlap(run.Label, finding)).ToList();
        return overlaps.Count == 0 ? (0, 0) : (overlaps[0], overlaps.Max());
    }

    private static double Overlap(ClipLabel label, DetectorFinding finding)
    {
        var box = finding.Box is { } found ? new PixelBox(found.X, found.Y, found.Width, found.Height) : new PixelBox(0, 0, label.Width, label.Height);

        // A finding may give the defect's place at its worst, or over all its time.
        return Math.Max(box.Overlap(label.Box!.Value), label.PeakBox is { } peak ? box.Overlap(peak) : 0);
    }

    private static double? SpearmanOfSeries(IEnumerable<ClipRun> own, string id)
    {
        var series = own.GroupBy(run => run.Label.Series, StringComparer.Ordinal).Where(group => group.Count() > 2).Select(group => Spearman([.. group], id)).ToList();
        return series.Count == 0 ? null : series.Average();
    }

    private static double Spearman(IReadOnlyList<ClipRun> runs, string id) =>
        RankCorrelation.Spearman([.. runs.Select(run => (double)run.Label.Severity)], [.. runs.Select(run => run.Results[id].Score)]);

    private static Tally Answered(IEnumerable<ClipRun> runs, string id) =>
        Tally.Of([.. runs.Select(run => run.Results[id]).Where(result => !result.Abstained)]);

    private static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
    }

    private static string Named(ClipRun run, string id) =>
        FormattableString.Invariant($"{run.Label.File} {run.Results[id].Score:0.000}{(run.Results[id].Abstained ? " (abstained)" : "")}");
}

using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Calibration;

/// <summary>How a detector did.</summary>
internal sealed record DetectorReport
{
    public required string Id { get; init; }

    /// <summary>Area under the curve of the clips of a severity against the clean ones, by severity from 1; null where there are none.</summary>
    public required IReadOnlyList<double?> AreaBySeverity { get; init; }

    /// <summary>The same for severities 3 to 5 together.</summary>
    public double? AreaFromThree { get; init; }

    /// <summary>Mean over series of the rank correlation of score and severity.</summary>
    public double? SpearmanOfSeries { get; init; }

    /// <summary>Rank correlation of score and severity over all clips.</summary>
    public double? SpearmanPooled { get; init; }

    /// <summary>Median overlap of the most severe finding's box with the true one, from severity 4, clips with a local truth only.</summary>
    public double? MedianOverlap { get; init; }

    /// <summary>Share of those clips with an overlap of at least one half.</summary>
    public double? OverlapShare { get; init; }

    /// <summary>Median of the best overlap among all findings.</summary>
    public double? MedianBestOverlap { get; init; }

    /// <summary>Clips of severity 3 and above, without those abstained on.</summary>
    public Tally Defective { get; init; }

    /// <summary>Clips of severity 3 and above of a motion defect whose prompt is not said to expect falling things.</summary>
    public Tally Untold { get; init; }

    /// <summary>Clean clips without those abstained on, and how many of them were called defective.</summary>
    public Tally Clean { get; init; }

    public required IReadOnlyDictionary<string, Tally> CleanByControl { get; init; }

    /// <summary>Clips of its own defect it abstained on.</summary>
    public int DefectiveAbstained { get; init; }

    public int CleanAbstained { get; init; }

    /// <summary>How often it called clips of other defects, severity 3 and above, its own.</summary>
    public required IReadOnlyDictionary<string, Tally> CrossTalk { get; init; }

    /// <summary>Clean clips it was wrong about, worst first, with their scores.</summary>
    public required IReadOnlyList<string> FalsePositives { get; init; }

    /// <summary>Defective clips from severity 3 it missed, with their scores.</summary>
    public required IReadOnlyList<string> Missed { get; init; }
}

/// <summary>So many of so many.</summary>
internal readonly record struct Tally(int Found, int Total)
{
    public double? Share => Total == 0 ? null : (double)Found / Total;

    public static Tally Of(IReadOnlyCollection<DetectorResult> results) => new(results.Count(result => result.Detected), results.Count);

    /// <summary>For example <c>3/120 2.5 % [0.9, 7.1]</c>.</summary>
    public override string ToString()
    {
        if (Total == 0) return "-";
        var interval = WilsonInterval.Of(Found, Total);
        return FormattableString.Invariant($"{Found}/{Total} {100.0 * Found / Total:0.0} % [{100 * interval.Lower:0.0}, {100 * interval.Upper:0.0}]");
    }
}

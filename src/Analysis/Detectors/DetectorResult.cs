using System.Text.Json.Serialization;

namespace FunctionsPipeline.Analysis;

/// <summary>A detector's answer for a whole video.</summary>
/// <param name="Id">The detector's id, for example <c>flicker</c>.</param>
/// <param name="Score">How sure and how strong, 0 to 1; 0 when it abstained.</param>
/// <param name="Detected">True when the score is at or above the detector's operating point.</param>
/// <param name="Abstained">True when the detector could not measure: then nothing was found, and nothing was found absent.</param>
/// <param name="Reason">Why it abstained; null otherwise.</param>
/// <param name="Findings">Where and when, by start, at most <see cref="FindingList.Max"/>; the most severe are kept.</param>
public sealed record DetectorResult(
    string Id, double Score, bool Detected, bool Abstained, string? Reason, IReadOnlyList<DetectorFinding> Findings)
{
    /// <summary>Score from which on a detector says that it found something.</summary>
    public const double OperatingPoint = 0.5;

    /// <summary>The detector's raw measure over time; null where it keeps none. For plots, not for records.</summary>
    [JsonIgnore]
    public IReadOnlyList<SeriesPoint>? Series { get; init; }

    /// <summary>An answer from a score and findings.</summary>
    public static DetectorResult Measured(string id, double score, IReadOnlyList<DetectorFinding> findings) =>
        new(id, score, score >= OperatingPoint, false, null, findings);

    /// <summary>No answer, because there is too little to look at.</summary>
    internal static DetectorResult AbstainAsTooShort(string id, int frames) =>
        Abstain(id, $"the video has only {frames} {(frames == 1 ? "frame" : "frames")}");

    /// <summary>No answer, and why.</summary>
    public static DetectorResult Abstain(string id, string reason) => new(id, 0, false, true, reason, []);
}

/// <summary>One place where a defect shows.</summary>
/// <param name="StartSeconds">From when, seconds from the first frame.</param>
/// <param name="EndSeconds">Until when; not before the start.</param>
/// <param name="Severity">How much it hurts, 0 to 1.</param>
/// <param name="Box">Where; null for the whole frame.</param>
public sealed record DetectorFinding(double StartSeconds, double EndSeconds, double Severity, FrameBox? Box = null)
{
    /// <summary>When it shows most, seconds from the first frame; the middle unless a detector knows better.</summary>
    public double PeakSeconds { get; init; } = (StartSeconds + EndSeconds) / 2;

    /// <summary>Where it shows how strongly at its peak; null when that is everywhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HeatMap? Heat { get; init; }
}

/// <summary>A rectangle in pixels of the video, from the top left corner.</summary>
public sealed record FrameBox(int X, int Y, int Width, int Height);

using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Facts of the run.</summary>
/// <param name="ElapsedSeconds">From plan to end; null while it has no end.</param>
public sealed record ReportRun(
    string RunId,
    string Pipeline,
    string Project,
    string? Provider,
    RunStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    double? ElapsedSeconds);

/// <summary>Items by how they ended. The parts add up to <paramref name="Total"/>.</summary>
public sealed record ReportCounts(
    int Total, int Succeeded, int Degraded, int Failed, int Unknown, int Skipped, int Cancelled, int Unfinished);

/// <summary>Money: forecast and what came of it. Ticks are 1e-10 USD.</summary>
/// <param name="ForecastTicks">Median forecast before the run; null when there was none.</param>
/// <param name="SpentTicks">Charged.</param>
/// <param name="ReservedTicks">Held now, unknown calls included.</param>
/// <param name="ForecastUsd">The forecast in dollars.</param>
/// <param name="SpentUsd">The charge in dollars.</param>
/// <param name="ReservedUsd">The hold in dollars.</param>
/// <param name="SpentToForecast">Spent over forecast, 1 for a forecast that was met; null without a forecast.</param>
public sealed record ReportCost(
    long? ForecastTicks,
    long SpentTicks,
    long ReservedTicks,
    decimal? ForecastUsd,
    decimal SpentUsd,
    decimal ReservedUsd,
    double? SpentToForecast);

/// <summary>In how many of the clips that could be measured something was found, with a 95 % Wilson interval.</summary>
/// <param name="Measured">Clips that say yes or no. Clips on which the detectors abstained are not among them.</param>
/// <param name="Found">Clips that say yes.</param>
/// <param name="Share">0 to 1; null when nothing was measured.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of the interval.</param>
public sealed record ReportShare(int Measured, int Found, double? Share, double? Lower, double? Upper)
{
    /// <summary>A share from counts.</summary>
    public static ReportShare Of(int measured, int found)
    {
        if (measured == 0) return new ReportShare(0, 0, null, null, null);

        var interval = WilsonInterval.Of(found, measured);
        return new ReportShare(measured, found, (double)found / measured, interval.Lower, interval.Upper);
    }
}

/// <summary>Mean of a score over the clips that have it.</summary>
/// <param name="Measured">Clips with the score.</param>
/// <param name="Mean">0 to 100; null when no clip has it.</param>
public sealed record ReportMean(int Measured, double? Mean);

/// <summary>How a variant compares with the plain prompts.</summary>
public enum VariantStanding
{
    /// <summary>It is the plain prompts.</summary>
    Baseline,

    /// <summary>Its interval lies wholly above that of the plain prompts.</summary>
    AbovePlain,

    /// <summary>Its interval lies wholly below that of the plain prompts.</summary>
    BelowPlain,

    /// <summary>The intervals overlap: the batch does not tell them apart.</summary>
    NotToldApart,

    /// <summary>One of the two was not measured.</summary>
    NotMeasured,
}

/// <summary>A count under a name.</summary>
public sealed record ReportCount(string Id, int Items);

/// <summary>One way of changing the prompts, and what the model made of it.</summary>
public sealed record VariantRow
{
    /// <summary>Id of the variant: <c>plain</c>, a trap, or a combination.</summary>
    public required string VariantId { get; init; }

    /// <summary>Traps in it.</summary>
    public required IReadOnlyList<string> Traps { get; init; }

    /// <summary>Defects aimed at.</summary>
    public required IReadOnlyList<string> TargetDefects { get; init; }

    /// <summary>Items.</summary>
    public required int Items { get; init; }

    /// <summary>Items with a clip that was analysed.</summary>
    public required int Analysed { get; init; }

    /// <summary>Items whose content the provider refused.</summary>
    public required int Refused { get; init; }

    /// <summary>Items that failed in another way.</summary>
    public required int Failed { get; init; }

    /// <summary>Items of which nobody can tell whether they were paid.</summary>
    public required int Unknown { get; init; }

    /// <summary>Items that were skipped, cancelled or not reached.</summary>
    public required int NotRun { get; init; }

    /// <summary>Clips with any defect.</summary>
    public required ReportShare Defective { get; init; }

    /// <summary>Clips with a defect that the variant aims at.</summary>
    public required ReportShare OnTarget { get; init; }

    /// <summary>Against the plain prompts, by <see cref="Defective"/>.</summary>
    public required VariantStanding Standing { get; init; }

    /// <summary>Clips by defect, the most frequent first.</summary>
    public required IReadOnlyList<ReportCount> Defects { get; init; }

    /// <summary>Photo-realism.</summary>
    public required ReportMean Photorealism { get; init; }

    /// <summary>Physics.</summary>
    public required ReportMean Physics { get; init; }

    /// <summary>Its worst clip; null when none has a defect.</summary>
    public string? WorstItemId { get; init; }
}

/// <summary>What one detector saw, and where it could not see.</summary>
/// <param name="Id">Detector.</param>
/// <param name="Found">Clips measured and clips with the defect.</param>
/// <param name="Abstained">Clips it could not measure.</param>
/// <param name="AbstainReasons">Why, the most frequent first.</param>
public sealed record DetectorRow(string Id, ReportShare Found, int Abstained, IReadOnlyList<ReportCount> AbstainReasons);

/// <summary>One of the clips shown.</summary>
public sealed record WorstClip
{
    /// <summary>Id of the item.</summary>
    public required string Id { get; init; }

    /// <summary>Prompt it was made from.</summary>
    public required string PromptId { get; init; }

    /// <summary>Variant.</summary>
    public required string VariantId { get; init; }

    /// <summary>What was sent, cut at <see cref="ReportLimits.TextCharactersMax"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>Path of the clip inside the run's folder, with forward slashes.</summary>
    public required string Clip { get; init; }

    /// <summary>Length, seconds; null when neither the container nor the frames tell.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Points taken off the two scores together.</summary>
    public required double PointsLost { get; init; }

    /// <summary>0 to 100; null when not measured.</summary>
    public double? Photorealism { get; init; }

    /// <summary>0 to 100; null when not measured.</summary>
    public double? Physics { get; init; }

    /// <summary>Detectors that found something, the strongest first, with their findings by severity.</summary>
    public required IReadOnlyList<DetectorResult> Defects { get; init; }

    /// <summary>Pictures of its worst frames, with paths inside the run's folder.</summary>
    public IReadOnlyList<DefectPicture> Pictures { get; init; } = [];

    /// <summary>Detectors that could not measure it.</summary>
    public required IReadOnlyList<string> Abstained { get; init; }

    /// <summary>A text that names what was found.</summary>
    public required string Roast { get; init; }
}

/// <summary>Items that ended in the same way in the same place.</summary>
/// <param name="Stage">Where.</param>
/// <param name="Code">Stable code of the error.</param>
/// <param name="Items">How many.</param>
/// <param name="Message">What happened to the first of them.</param>
/// <param name="Hint">What to do next.</param>
/// <param name="Retryable">Whether a retry may help.</param>
/// <param name="ItemIds">The first <see cref="ReportLimits.ItemsPerGroupMax"/> of them.</param>
public sealed record ErrorGroup(
    string Stage, string Code, int Items, string Message, string? Hint, bool Retryable, IReadOnlyList<string> ItemIds);

/// <summary>Items with the same recorded fallback.</summary>
/// <param name="Kind">Stable name.</param>
/// <param name="Items">How many.</param>
/// <param name="What">What was to be done and was not, for the first of them.</param>
/// <param name="Why">The reason, for the first of them.</param>
/// <param name="Since">When the earliest began, UTC.</param>
/// <param name="VisibleEffect">What a person sees of it.</param>
/// <param name="ItemIds">The first <see cref="ReportLimits.ItemsPerGroupMax"/> of them.</param>
public sealed record DegradationGroup(
    string Kind, int Items, string What, string Why, DateTimeOffset Since, string VisibleEffect, IReadOnlyList<string> ItemIds);

/// <summary>Something that a person can do now.</summary>
/// <param name="Why">What it is for.</param>
/// <param name="Commands">What to type, in order.</param>
public sealed record NextStep(string Why, IReadOnlyList<string> Commands);

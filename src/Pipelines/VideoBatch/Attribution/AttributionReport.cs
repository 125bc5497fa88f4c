using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.VideoBatch.Attribution;

/// <summary>How the clips of a batch are compared.</summary>
public enum AttributionDesign
{
    /// <summary>No clip with a trap can be compared with a plain one of the same prompt.</summary>
    None,

    /// <summary>Each variant with the plain clips of the same prompts.</summary>
    OneAtATime,

    /// <summary>All clips with a trap with all without it, prompt by prompt.</summary>
    Factorial,
}

/// <summary>Which traps caused which defects: part of <c>report.json</c>. Clips on which a detector abstained are missing, not clean.</summary>
public sealed record AttributionReport
{
    /// <summary>How the clips were compared.</summary>
    public required AttributionDesign Design { get; init; }

    /// <summary>Clips compared.</summary>
    public required int Clips { get; init; }

    /// <summary>What came out, in a sentence or two.</summary>
    public required string Finding { get; init; }

    /// <summary>What the effects do not say: a batch that is too small, clips bought again, detectors that cannot be corrected.</summary>
    public required IReadOnlyList<string> Caveats { get; init; }

    /// <summary>Tests that share the allowance of 5 % false findings; where no clip or every clip has a defect there is nothing to test.</summary>
    public required int Tests { get; init; }

    /// <summary>
    /// The smallest rise above 10 % that the batch finds with 80 % power at Holm's strictest step over its aimed tests; null when it finds
    /// not even a rise to 100 %.
    /// </summary>
    public double? SmallestRise { get; init; }

    /// <summary>Every effect: findings first, by size, then the others by what is most likely one.</summary>
    public required IReadOnlyList<AttributedEffect> Effects { get; init; }

    /// <summary>Whether clips that were bought more than once differ.</summary>
    public required RetryReport Retries { get; init; }
}

/// <summary>What one cause does to one defect.</summary>
public sealed record AttributedEffect
{
    /// <summary>The defect, by the detector's id.</summary>
    public required string Detector { get; init; }

    /// <summary>A trap, a variant, or a pair of traps joined by <c>+</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>True when the cause aims at this defect: the question that the batch was bought for.</summary>
    public required bool IsAimed { get; init; }

    /// <summary>True when the adjusted p value is below 5 %.</summary>
    public required bool IsFinding { get; init; }

    /// <summary>False when no clip, or every clip, has the defect, so that there is nothing to test.</summary>
    public required bool IsTested { get; init; }

    /// <summary>The effect in plain words.</summary>
    public required string Sentence { get; init; }

    /// <summary>Clips with the cause.</summary>
    public required EffectArm With { get; init; }

    /// <summary>Clips that they are compared with.</summary>
    public required EffectArm Without { get; init; }

    /// <summary>Prompts within which clips were compared.</summary>
    public required int Prompts { get; init; }

    /// <summary>Share with the cause minus share without it, as detected; for a pair what both do beyond the sum.</summary>
    public required double Difference { get; init; }

    /// <summary>Lower end of the 95 % interval of <see cref="Difference"/>.</summary>
    public required double Lower { get; init; }

    /// <summary>Upper end.</summary>
    public required double Upper { get; init; }

    /// <summary>Two-sided p value by itself.</summary>
    public required double P { get; init; }

    /// <summary>The same under Holm's adjustment over all tests of the batch.</summary>
    public required double AdjustedP { get; init; }

    /// <summary>How it was estimated and tested.</summary>
    public required EffectMethod Method { get; init; }

    /// <summary>The difference corrected for what the detector misses and imagines; null where that is not known well enough.</summary>
    public CorrectedEffect? Corrected { get; init; }

    /// <summary>How much worse the defect is where it is found; null with fewer than two such clips on a side.</summary>
    public SeverityEffect? Severity { get; init; }
}

/// <summary>One side of a comparison.</summary>
/// <param name="Measured">Clips that the detector could measure.</param>
/// <param name="Found">Clips with the defect.</param>
/// <param name="Share">0 to 1.</param>
public sealed record EffectArm(long Measured, long Found, double Share)
{
    internal static EffectArm Of(ShareCount count) => new(count.Trials, count.Found, count.Share);
}

/// <summary>A difference of true shares, with its 95 % interval.</summary>
/// <param name="Difference">-1 to 1.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="With">True share with the cause.</param>
/// <param name="Without">True share without it.</param>
/// <param name="Sensitivity">Share of defects that the detector found in calibration.</param>
/// <param name="Specificity">Share of clean clips that it passed.</param>
public sealed record CorrectedEffect(
    double Difference, double Lower, double Upper, CorrectedShare With, CorrectedShare Without, double Sensitivity, double Specificity);

/// <summary>A true share, 0 to 1, with its 95 % interval.</summary>
public sealed record CorrectedShare(double Share, double Lower, double Upper);

/// <summary>A difference of mean severities (0 to 1) with Welch's 95 % interval and p value, which is not adjusted.</summary>
public sealed record SeverityEffect(double Difference, double Lower, double Upper, double P);

/// <summary>
/// Whether paying again for failed generations may have bent the result: a clip that needed several attempts is one of those that the
/// provider could make, and they may differ from those that it made at once.
/// </summary>
/// <param name="FirstTry">Clips of the first paid attempt, and those of them with a defect.</param>
/// <param name="Repeated">Clips of a later attempt.</param>
/// <param name="Difference">Share of defective clips among repeated minus that among first ones; null without either.</param>
/// <param name="Lower">Lower end of its 95 % interval.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="P">Two-sided p value.</param>
/// <param name="ChangedFindings">Findings that are none when only first attempts count, or the other way round.</param>
/// <param name="Verdict">What that means, in a sentence.</param>
public sealed record RetryReport(
    EffectArm FirstTry,
    EffectArm Repeated,
    double? Difference,
    double? Lower,
    double? Upper,
    double? P,
    IReadOnlyList<string> ChangedFindings,
    string Verdict);

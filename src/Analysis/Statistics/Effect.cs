namespace FunctionsPipeline.Analysis;

/// <summary>What a detector said about one clip that it could measure. Where it abstained there is no outcome.</summary>
/// <param name="DetectorId">The detector.</param>
/// <param name="IsFound">Whether the defect was found.</param>
/// <param name="Severity">How bad, 0 to 1; counts only where it was found.</param>
public readonly record struct DefectOutcome(string DetectorId, bool IsFound, double Severity);

/// <summary>How an effect was estimated and tested.</summary>
public enum EffectMethod
{
    /// <summary>Mantel-Haenszel difference within prompts, Newcombe's interval, test of Cochran, Mantel and Haenszel.</summary>
    WithinPrompts,

    /// <summary>The same difference; the interval from exact mid-p limits, the test Fisher's, because the counts are sparse.</summary>
    WithinPromptsExact,

    /// <summary>Least squares over all clips of a factorial design, within prompts; Newcombe's interval, Student's test.</summary>
    Factorial,

    /// <summary>The same difference; the interval from exact mid-p limits, the test Fisher's, because the counts are sparse.</summary>
    FactorialExact,

    /// <summary>Least squares over all clips: how much more two traps do together than the sum of what each does; Student's interval and test.</summary>
    FactorialPair,
}

/// <summary>What one cause does to the share of clips with one defect, and to its severity.</summary>
public sealed record Effect
{
    /// <summary>The defect.</summary>
    public required string DetectorId { get; init; }

    /// <summary>What may cause it: a variant, a factor, or a pair of factors joined by <c>+</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>Measured clips with the cause; for a pair those with both.</summary>
    public required ShareCount With { get; init; }

    /// <summary>Measured clips that they are compared with.</summary>
    public required ShareCount Without { get; init; }

    /// <summary>Prompts within which clips were compared.</summary>
    public required int Blocks { get; init; }

    /// <summary>Share with the cause minus share without it, -1 to 1; for a pair the difference of two such differences, -2 to 2.</summary>
    public required double Difference { get; init; }

    /// <summary>95 % interval of <see cref="Difference"/>.</summary>
    public required ConfidenceInterval Interval { get; init; }

    /// <summary>Two-sided p value of "no effect", by itself.</summary>
    public required double PValue { get; init; }

    /// <summary>How it was estimated.</summary>
    public required EffectMethod Method { get; init; }

    /// <summary>
    /// How much worse the defect is where it is found, as a difference of mean severities (0 to 1); null with fewer than two such clips on a
    /// side.
    /// </summary>
    public MeanDifference? Severity { get; init; }

    /// <summary>
    /// False when no clip, or every clip, has the defect: then there is nothing to test, whatever the arms, and the effect is no member of a
    /// family of tests.
    /// </summary>
    public bool IsTested => (With + Without) is var both && both.Found > 0 && both.Found < both.Trials;
}

namespace FunctionsPipeline.Calibration;

/// <summary>
/// Chooses the raw measure from which on a detector says that it found something. Two values of the training clips decide: the <i>quiet</i>
/// one, above which at most 1.5 % of the clean clips lie, and the <i>loud</i> one, which 95 % of the clips of severity 3 and above reach. Where
/// there is room between them the threshold is their geometric mean, so that measures may be off by the same factor on either side; where there
/// is none it stands just above the quiet one, because a false find costs a person's time.
/// </summary>
internal static class OperatingPointFit
{
    /// <summary>Below the 5 % that are allowed on clean clips, as a margin for clips unlike the training clips.</summary>
    public const double FalseShareMax = 0.015;

    /// <summary>Share of clearly visible defects that should be found.</summary>
    public const double FoundShare = 0.95;

    /// <summary>A measure that is exactly 0 on clean clips says nothing about the scale; then this share of the loud value stands for it.</summary>
    public const double QuietShareMin = 1 / 16.0;

    private const double AboveQuiet = 1.05;

    /// <summary>The threshold; null when there is nothing to fit on.</summary>
    /// <param name="clean">Raw measures of clean clips.</param>
    /// <param name="defective">Raw measures of clips with the defect at severity 3 and above; infinity is allowed.</param>
    public static double? Threshold(IReadOnlyCollection<double> clean, IReadOnlyCollection<double> defective)
    {
        if (clean.Count == 0 || defective.Count == 0) return null;
        var quiet = clean.OrderDescending().ElementAt((int)(FalseShareMax * clean.Count));
        var loud = defective.Order().ElementAt((int)((1 - FoundShare) * defective.Count));
        if (quiet <= 0 && loud <= 0) return null;
        if (double.IsPositiveInfinity(loud)) return quiet > 0 ? 2 * quiet : null;
        return quiet >= loud ? AboveQuiet * quiet : Math.Sqrt(Math.Max(quiet, QuietShareMin * loud) * loud);
    }
}

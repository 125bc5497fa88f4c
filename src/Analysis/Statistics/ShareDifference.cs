namespace FunctionsPipeline.Analysis;

/// <summary>
/// Intervals and tests of the difference of two shares. Never of zero width, whatever the counts, and never beyond -1 and 1.
/// </summary>
public static class ShareDifference
{
    /// <summary>Below so many expected clips in any cell of the two by two table a normal curve is no longer trusted (Cochran's rule).</summary>
    public const double ExpectedCellMin = 5;

    /// <summary>True when exact methods are called for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or more found than tried.</exception>
    public static bool IsSparse(ShareCount with, ShareCount without)
    {
        with.RefuseUnusable();
        without.RefuseUnusable();
        var both = with + without;
        var fewer = Math.Min(both.Found, both.Trials - both.Found);
        return (double)Math.Min(with.Trials, without.Trials) * fewer / both.Trials < ExpectedCellMin;
    }

    /// <summary>
    /// Newcombe's hybrid score interval of two independent shares, 95 % (Newcombe 1998, Statistics in Medicine 17:873, method 10): the
    /// distances from the shares to the ends of their own intervals, added as squares. The own intervals are Wilson's, and when the counts
    /// are sparse the exact mid-p ones.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or more found than tried.</exception>
    public static ConfidenceInterval Newcombe(ShareCount with, ShareCount without) =>
        Hybrid(with.Share - without.Share, with, without, correlation: 0);

    /// <summary>
    /// The same around an estimate that compares within blocks. The blocks make the two shares go up and down together, which narrows their
    /// difference; how much follows from the variance of the estimate. For pairs it is Newcombe's interval of paired shares (1998,
    /// Statistics in Medicine 17:2635, method 10).
    /// </summary>
    /// <param name="estimate">The estimated difference, -1 to 1.</param>
    /// <param name="variance">Its estimated variance.</param>
    /// <param name="with">Clips with the trap.</param>
    /// <param name="without">Clips without it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or more found than tried.</exception>
    public static ConfidenceInterval Newcombe(double estimate, double variance, ShareCount with, ShareCount without) =>
        Hybrid(estimate, with, without, Correlation(variance, with, without));

    private static ConfidenceInterval Hybrid(double estimate, ShareCount with, ShareCount without, double correlation)
    {
        var isSparse = IsSparse(with, without);
        var (first, second) = (Own(with, isSparse), Own(without, isSparse));
        var down = Joint(with.Share - first.Lower, second.Upper - without.Share, correlation);
        var up = Joint(first.Upper - with.Share, without.Share - second.Lower, correlation);
        return new ConfidenceInterval(estimate - down, estimate + up).Within(-1, 1);
    }

    private static ConfidenceInterval Own(ShareCount count, bool isSparse)
    {
        if (isSparse) return ExactShareInterval.MidP(count);
        var wilson = WilsonInterval.Of(count.Found, count.Trials);
        return new ConfidenceInterval(wilson.Lower, wilson.Upper);
    }

    private static double Joint(double first, double second, double correlation) =>
        Math.Sqrt(Math.Max(0, (first * first) + (second * second) - (2 * correlation * first * second)));

    /// <summary>The correlation of two shares that gives their difference a variance.</summary>
    private static double Correlation(double variance, ShareCount with, ShareCount without)
    {
        var scale = Math.Sqrt(with.Variance * without.Variance);
        if (!(scale > 0) || !double.IsFinite(variance)) return 0;

        var correlation = (with.Variance + without.Variance - variance) / (2 * scale);
        if (correlation <= 0) return Math.Max(correlation, -1);

        // A correlation found in few blocks is partly chance, and a perfect one would leave no width: Newcombe's continuity correction.
        var pairs = 2.0 * with.Trials * without.Trials / (with.Trials + without.Trials);
        return Math.Clamp(correlation - (1 / (2 * pairs * pairs * scale)), 0, 1);
    }
}

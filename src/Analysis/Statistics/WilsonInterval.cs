namespace FunctionsPipeline.Analysis;

/// <summary>
/// Wilson's score interval of a share, 95 %. Unlike the textbook interval it stays inside 0 to 1 and keeps a width at shares of 0 and 1,
/// which small batches have all the time.
/// </summary>
/// <param name="Lower">Lower end, 0 to 1; exactly 0 when nothing was found.</param>
/// <param name="Upper">Upper end, 0 to 1; exactly 1 when everything was found.</param>
public readonly record struct WilsonInterval(double Lower, double Upper)
{
    // The 97.5 % quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>The interval of <paramref name="found"/> among <paramref name="trials"/>.</summary>
    /// <param name="found">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1: without trials there is no share.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is outside its range.</exception>
    public static WilsonInterval Of(long found, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(found);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(found, trials);

        var share = (double)found / trials;
        var shrink = 1 + (Z * Z / trials);
        var centre = (share + (Z * Z / (2.0 * trials))) / shrink;
        var half = Z * Math.Sqrt((share * (1 - share) / trials) + (Z * Z / (4.0 * trials * trials))) / shrink;

        // Rounding would leave 1e-17 where the formula says 0, and the ends are compared.
        return new WilsonInterval(found == 0 ? 0 : centre - half, found == trials ? 1 : centre + half);
    }
}

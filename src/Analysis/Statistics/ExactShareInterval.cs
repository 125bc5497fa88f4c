namespace FunctionsPipeline.Analysis;

/// <summary>
/// The exact 95 % interval of a share, from binomial probabilities instead of a normal curve: for counts so small that the curve is wrong.
/// </summary>
public static class ExactShareInterval
{
    // 2.5 % on either side.
    private const double TailShare = 0.025;

    // Half of what was seen counts to either side.
    private const double WeightOfSeen = 0.5;
    private const int BisectionSteps = 200;

    /// <summary>
    /// The mid-p interval: the probability of what was seen counts half (Lancaster 1961), which takes back the excess width of the interval of
    /// Clopper and Pearson, where it counts whole. It covers 95 % on average over shares.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or more found than tried.</exception>
    public static ConfidenceInterval MidP(ShareCount count)
    {
        count.RefuseUnusable();
        var (found, trials) = count;
        var lower = found == 0 ? 0 : Bisect(share => AtLeast(found + 1, trials, share) + (WeightOfSeen * Exactly(found, trials, share)) - TailShare);
        var upper = found == trials ? 1 : Bisect(share => TailShare - (1 - AtLeast(found, trials, share)) - (WeightOfSeen * Exactly(found, trials, share)));
        return new ConfidenceInterval(lower, upper);
    }

    private static double AtLeast(long found, long trials, double share)
    {
        if (found == 0) return 1;
        return found > trials ? 0 : BetaFunction.Regularized(found, trials - found + 1, share);
    }

    /// <summary>Binomial probability of so many.</summary>
    internal static double Exactly(long found, long trials, double share)
    {
        if (share <= 0) return found == 0 ? 1 : 0;
        if (share >= 1) return found == trials ? 1 : 0;
        return Math.Exp(BetaFunction.LogChoose(trials, found) + (found * Math.Log(share)) + ((trials - found) * Math.Log(1 - share)));
    }

    /// <summary>Where an increasing function of a share crosses zero.</summary>
    private static double Bisect(Func<double, double> function)
    {
        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < BisectionSteps; step++)
        {
            var middle = (low + high) / 2;
            if (middle == low || middle == high) break;
            if (function(middle) < 0) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>The standard normal distribution. Relative error below 1e-13 where the result is above 1e-300.</summary>
public static class NormalDistribution
{
    /// <summary>The 97.5 % quantile: half the width of a 95 % interval, in standard errors.</summary>
    public const double Z95 = 1.959963984540054;

    // Below it the power series is exact after some forty terms, above it the continued fraction is.
    private const double SeriesLimit = 2.5;
    private const int FractionTerms = 200;
    private const double NewtonTolerance = 1e-15;
    private const int NewtonStepsMax = 60;

    private static readonly double LogRootTwoPi = Math.Log(2 * Math.PI) / 2;

    /// <summary>Probability of a value at least as far from zero as <paramref name="z"/>.</summary>
    public static double TwoSidedP(double z) => Math.Min(1, 2 * UpperTail(Math.Abs(z)));

    /// <summary>The value that is not exceeded with a probability.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not between 0 and 1.</exception>
    public static double Quantile(double probability)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability above 0 and below 1 is needed.");
        }

        if (probability > 0.5) return -Quantile(1 - probability);

        // Newton's method on the logarithm of the tail, which is nearly a parabola: it converges from anywhere.
        var z = 0.0;
        for (var step = 0; step < NewtonStepsMax; step++)
        {
            var tail = UpperTail(z);
            var change = (Math.Log(tail) - Math.Log(probability)) * tail / Density(z);
            z += change;
            if (Math.Abs(change) <= NewtonTolerance * (1 + z)) break;
        }

        return -z;
    }

    internal static double Density(double z) => Math.Exp((-z * z / 2) - LogRootTwoPi);

    /// <param name="z">0 or more.</param>
    private static double UpperTail(double z)
    {
        if (z > SeriesLimit)
        {
            // Laplace's continued fraction: z + 1/(z + 2/(z + 3/(z + ...))).
            var fraction = z;
            for (var term = FractionTerms; term >= 1; term--) fraction = z + (term / fraction);
            return Density(z) / fraction;
        }

        // 1/2 - density * (z + z^3/3 + z^5/(3*5) + ...); all terms are positive, so nothing cancels within the sum.
        var (sum, summand) = (0.0, z);
        for (var odd = 3; summand > sum * double.Epsilon && sum + summand != sum; odd += 2)
        {
            sum += summand;
            summand *= z * z / odd;
        }

        return 0.5 - (Density(z) * sum);
    }
}

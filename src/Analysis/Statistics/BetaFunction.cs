namespace FunctionsPipeline.Analysis;

/// <summary>Logarithms of factorials and the incomplete beta function, from which binomial and Student probabilities follow.</summary>
internal static class BetaFunction
{
    // Stirling's series is exact to double precision from here on.
    private const double StirlingFrom = 16;
    private const int FractionTermsMax = 20_000;
    private const double FractionTolerance = 1e-16;

    private static readonly double HalfLogTwoPi = Math.Log(2 * Math.PI) / 2;

    /// <summary>Logarithm of the gamma function.</summary>
    /// <param name="x">Above 0.</param>
    public static double LogGamma(double x)
    {
        // Gamma(x) = Gamma(x + n) / (x (x + 1) ... (x + n - 1)).
        var product = 1.0;
        while (x < StirlingFrom) product *= x++;

        var inverse = 1 / (x * x);
        var series = ((1.0 / 12) - ((1.0 / 360) - ((1.0 / 1260) - ((1.0 / 1680) - ((1.0 / 1188) - (691.0 / 360_360 * inverse)) * inverse) * inverse) * inverse) * inverse) / x;
        return ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + series - Math.Log(product);
    }

    /// <summary>Logarithm of the number of ways to choose.</summary>
    public static double LogChoose(long of, long chosen) => LogGamma(of + 1) - LogGamma(chosen + 1) - LogGamma(of - chosen + 1);

    /// <summary>The regularised incomplete beta function: the probability that a beta variable is at most <paramref name="x"/>.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="x">0 to 1.</param>
    public static double Regularized(double a, double b, double x)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;

        // The fraction converges fast on this side of the mean; the other side follows by symmetry.
        if (x > (a + 1) / (a + b + 2)) return 1 - Regularized(b, a, 1 - x);

        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b));
        return front / a / Fraction(a, b, x);
    }

    /// <summary>The continued fraction 1 + d1/(1 + d2/(1 + ...)) of the function, by Steed's forward evaluation.</summary>
    private static double Fraction(double a, double b, double x)
    {
        var value = 1.0;
        var (numerator, denominator) = (1.0, 0.0);
        for (var term = 1; term <= FractionTermsMax; term++)
        {
            var m = term / 2;
            var d = term % 2 == 0
                ? m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)))
                : -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            denominator = 1 / (1 + (d * denominator));
            numerator = 1 + (d / numerator);
            var factor = numerator * denominator;
            value *= factor;
            if (Math.Abs(factor - 1) <= FractionTolerance) break;
        }

        return value;
    }
}

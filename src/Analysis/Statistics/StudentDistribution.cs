namespace FunctionsPipeline.Analysis;

/// <summary>Student's t distribution; degrees of freedom need not be whole.</summary>
public static class StudentDistribution
{
    private const int BisectionSteps = 200;

    /// <summary>Probability of a value at least as far from zero as <paramref name="t"/>.</summary>
    /// <param name="t">Any number.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    public static double TwoSidedP(double t, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        return BetaFunction.Regularized(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + (t * t)));
    }

    /// <summary>The distance from zero that is exceeded with a probability on both sides together: 0.05 for a 95 % interval.</summary>
    /// <param name="twoSidedP">Above 0 and below 1.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double TwoSidedQuantile(double twoSidedP, double degreesOfFreedom)
    {
        if (!(twoSidedP > 0 && twoSidedP < 1)) throw new ArgumentOutOfRangeException(nameof(twoSidedP), twoSidedP, "A probability above 0 and below 1 is needed.");

        var (low, high) = (0.0, 1.0);
        while (TwoSidedP(high, degreesOfFreedom) > twoSidedP) high *= 2;
        for (var step = 0; step < BisectionSteps && low < high; step++)
        {
            var middle = (low + high) / 2;
            if (middle == low || middle == high) break;
            if (TwoSidedP(middle, degreesOfFreedom) > twoSidedP) low = middle;
            else high = middle;
        }

        return high;
    }
}

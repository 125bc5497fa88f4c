namespace FunctionsPipeline.Analysis;

/// <summary>
/// How many clips tell two shares apart: two-sided test, normal approximation with the pooled variance under "no difference" and the two
/// separate ones under the alternative (Fleiss, Statistical Methods for Rates and Proportions, without continuity correction). For a batch
/// that is small already, the exact power of Fisher's test.
/// </summary>
public static class SampleSize
{
    /// <summary>The usual level: one false finding in twenty.</summary>
    public const double Level = 0.05;

    // Up to here the exact power is cheap, and the normal approximation promises too much.
    private const long ExactPerArmMax = 40;
    private const int BisectionSteps = 40;

    /// <summary>Clips needed in each of two arms, rounded up.</summary>
    /// <param name="baseline">Share without the trap, 0 to 1.</param>
    /// <param name="raised">Share with it, 0 to 1, different.</param>
    /// <param name="power">Chance to find the difference, above the level and below 1.</param>
    /// <param name="level">Chance of a false finding, above 0 and below 1; divided by the number of tests for the strictest step of Holm's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or the shares are equal.</exception>
    public static long PerArm(double baseline, double raised, double power, double level = Level)
    {
        RefuseShare(baseline, nameof(baseline));
        RefuseShare(raised, nameof(raised));
        ArgumentOutOfRangeException.ThrowIfEqual(raised, baseline);
        if (!(level > 0 && level < power && power < 1)) throw new ArgumentOutOfRangeException(nameof(power), power, $"A power above the level {level} and below 1 is needed.");

        var mean = (baseline + raised) / 2;
        var root = (NormalDistribution.Quantile(1 - (level / 2)) * Math.Sqrt(2 * mean * (1 - mean)))
            + (NormalDistribution.Quantile(power) * Math.Sqrt((baseline * (1 - baseline)) + (raised * (1 - raised))));
        return (long)Math.Ceiling(root * root / ((raised - baseline) * (raised - baseline)));
    }

    /// <summary>The smallest rise above a baseline that so many clips an arm find; null when they do not even find a rise to 1.</summary>
    /// <param name="baseline">Share without the trap, at least 0, below 1.</param>
    /// <param name="perArm">Clips in each arm, at least 1. Up to 40 by <see cref="FisherPower"/>, above by <see cref="PerArm"/>.</param>
    /// <param name="power">Chance to find it.</param>
    /// <param name="level">Chance of a false finding.</param>
    public static double? SmallestRise(double baseline, long perArm, double power, double level = Level)
    {
        if (baseline >= 1) return null;

        var rejected = perArm <= ExactPerArmMax ? Rejected(perArm, level) : null;
        if (!IsEnough(1)) return null;

        var (low, high) = (baseline, 1.0);
        for (var step = 0; step < BisectionSteps; step++)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high) break;
            if (IsEnough(middle)) high = middle;
            else low = middle;
        }

        return high - baseline;

        bool IsEnough(double raised) => rejected is null
            ? PerArm(baseline, raised, power, level) <= perArm
            : Power(rejected, baseline, raised) >= power;
    }

    /// <summary>The exact chance that Fisher's two-sided test finds a difference: all pairs of counts by their probability.</summary>
    /// <param name="baseline">Share without the trap, 0 to 1.</param>
    /// <param name="raised">Share with it, 0 to 1.</param>
    /// <param name="perArm">Clips in each arm, at least 1; the effort grows with its third power.</param>
    /// <param name="level">Chance of a false finding.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double FisherPower(double baseline, double raised, long perArm, double level = Level)
    {
        RefuseShare(baseline, nameof(baseline));
        RefuseShare(raised, nameof(raised));
        return Power(Rejected(perArm, level), baseline, raised);
    }

    /// <summary>For each count without and with the trap whether the test calls it a difference.</summary>
    private static bool[,] Rejected(long perArm, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perArm, 1);
        var rejected = new bool[perArm + 1, perArm + 1];
        for (var without = 0; without <= perArm; without++)
        {
            for (var with = 0; with <= perArm; with++)
            {
                rejected[without, with] = FisherExactTest.TwoSidedP(new ShareCount(without, perArm), new ShareCount(with, perArm)) < level;
            }
        }

        return rejected;
    }

    private static double Power(bool[,] rejected, double baseline, double raised)
    {
        var clips = rejected.GetLength(0) - 1;
        var ofBaseline = Enumerable.Range(0, clips + 1).Select(found => ExactShareInterval.Exactly(found, clips, baseline)).ToArray();
        var ofRaised = Enumerable.Range(0, clips + 1).Select(found => ExactShareInterval.Exactly(found, clips, raised)).ToArray();
        var power = 0.0;
        for (var without = 0; without <= clips; without++)
        {
            for (var with = 0; with <= clips; with++)
            {
                if (rejected[without, with]) power += ofBaseline[without] * ofRaised[with];
            }
        }

        return power;
    }

    private static void RefuseShare(double share, string name)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(name, share, "A share of 0 to 1 is needed.");
    }
}

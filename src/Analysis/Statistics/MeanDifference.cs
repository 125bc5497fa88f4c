namespace FunctionsPipeline.Analysis;

/// <summary>Mean and spread of numbers as they pass by (Welford's update, which does not lose digits). Not for several threads.</summary>
public sealed class MeanTally
{
    private double _squares;

    /// <summary>How many.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; 0 while there are none.</summary>
    public double Mean { get; private set; }

    /// <summary>Their sample variance; not a number below two.</summary>
    public double Variance => _squares / (Count - 1);

    /// <summary>One more.</summary>
    public void Add(double value)
    {
        Count++;
        var before = value - Mean;
        Mean += before / Count;
        _squares += before * (value - Mean);
    }

    /// <summary>Those of another tally besides (Chan, Golub and LeVeque's update).</summary>
    public void Add(MeanTally other)
    {
        if (other.Count == 0) return;

        var count = Count + other.Count;
        var between = other.Mean - Mean;
        _squares += other._squares + (between * between * Count * other.Count / count);
        Mean += between * other.Count / count;
        Count = count;
    }
}

/// <summary>The difference of two means with Welch's interval and test, which do not ask for equal spreads.</summary>
/// <param name="Difference">Mean with minus mean without.</param>
/// <param name="Interval">95 % interval of the difference.</param>
/// <param name="PValue">Two-sided p value of "no difference".</param>
/// <param name="DegreesOfFreedom">Of Welch and Satterthwaite.</param>
public readonly record struct MeanDifference(double Difference, ConfidenceInterval Interval, double PValue, double DegreesOfFreedom)
{
    /// <summary>Compares; null with fewer than two numbers on a side, or when neither side has any spread to judge by.</summary>
    public static MeanDifference? Welch(MeanTally with, MeanTally without)
    {
        if (with.Count < 2 || without.Count < 2) return null;

        var (first, second) = (with.Variance / with.Count, without.Variance / without.Count);
        if (!(first + second > 0)) return null;

        var degreesOfFreedom = (first + second) * (first + second) / ((first * first / (with.Count - 1)) + (second * second / (without.Count - 1)));
        var error = Math.Sqrt(first + second);
        var difference = with.Mean - without.Mean;
        var half = StudentDistribution.TwoSidedQuantile(SampleSize.Level, degreesOfFreedom) * error;
        return new MeanDifference(
            difference,
            new ConfidenceInterval(difference - half, difference + half),
            StudentDistribution.TwoSidedP(difference / error, degreesOfFreedom),
            degreesOfFreedom);
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>Two ends that hold the true value with 95 % confidence, or with the confidence that its maker states.</summary>
/// <param name="Lower">Lower end, not above <paramref name="Upper"/>.</param>
/// <param name="Upper">Upper end.</param>
public readonly record struct ConfidenceInterval(double Lower, double Upper)
{
    /// <summary>True when <paramref name="value"/> lies between the ends, ends included.</summary>
    public bool Contains(double value) => Lower <= value && value <= Upper;

    /// <summary>The part of it between two values.</summary>
    internal ConfidenceInterval Within(double lowest, double highest) =>
        new(Math.Clamp(Lower, lowest, highest), Math.Clamp(Upper, lowest, highest));
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Holm's adjustment of the p values of a family of tests (Holm 1979): calling those below 5 % findings is wrong anywhere in the family in at
/// most 5 % of families, whatever is true and however the tests depend on each other.
/// </summary>
public static class HolmAdjustment
{
    /// <summary>Adjusted p values, in the order given. Every test counts the same.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues) => Adjust(pValues, [.. pValues.Select(_ => 1.0)]);

    /// <summary>
    /// Adjusted p values, in the order given, of tests that were promised different parts of the allowed 5 %. With equal weights it is the
    /// plain adjustment.
    /// </summary>
    /// <param name="pValues">0 to 1.</param>
    /// <param name="weights">One for each, above 0; only their ratios count.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static double[] Adjust(IReadOnlyList<double> pValues, IReadOnlyList<double> weights)
    {
        if (weights.Count != pValues.Count) throw new ArgumentException($"{pValues.Count} p values need as many weights, not {weights.Count}.", nameof(weights));

        var order = Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index] / weights[index]).ToArray();
        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        for (var step = 0; step < order.Length; step++)
        {
            // Summed anew each time: a running difference would end in rounding noise.
            var left = 0.0;
            for (var later = step; later < order.Length; later++) left += weights[order[later]];
            largest = Math.Max(largest, Math.Min(1, pValues[order[step]] * left / weights[order[step]]));
            adjusted[order[step]] = largest;
        }

        return adjusted;
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>Ranks of values from 1; equal values share the mean of the ranks they take up together.</summary>
internal static class Ranks
{
    /// <summary>The rank of each value, in the order of the values.</summary>
    /// <exception cref="ArgumentException">A value is not a number: it has no rank.</exception>
    public static double[] Of(IReadOnlyList<double> values)
    {
        if (values.Any(double.IsNaN)) throw new ArgumentException("A value is not a number.", nameof(values));
        var order = Enumerable.Range(0, values.Count).OrderBy(index => values[index]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && values[order[end]].Equals(values[order[start]])) end++;

            // Ranks start + 1 to end; their mean.
            for (var i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2.0;
            start = end;
        }

        return ranks;
    }
}

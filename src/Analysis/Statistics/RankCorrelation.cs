namespace FunctionsPipeline.Analysis;

/// <summary>Whether one quantity grows with another, however crooked the relation.</summary>
public static class RankCorrelation
{
    /// <summary>Spearman's coefficient: Pearson's correlation of the ranks, ties given their mean rank.</summary>
    /// <param name="first">At least two values.</param>
    /// <param name="second">As many values, each belonging to the one at the same place of <paramref name="first"/>.</param>
    /// <returns>-1 to 1; 0 when one of the lists is constant, because then nothing grows with anything.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are too few values, or the numbers of values differ.</exception>
    /// <exception cref="ArgumentException">A value is not a number.</exception>
    public static double Spearman(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first.Count, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Count, first.Count);
        var (one, other) = (Ranks.Of(first), Ranks.Of(second));

        // The ranks of n values have this mean, ties or not.
        var mean = (first.Count + 1) / 2.0;
        double together = 0, spreadOne = 0, spreadOther = 0;
        for (var i = 0; i < one.Length; i++)
        {
            together += (one[i] - mean) * (other[i] - mean);
            spreadOne += (one[i] - mean) * (one[i] - mean);
            spreadOther += (other[i] - mean) * (other[i] - mean);
        }

        return spreadOne > 0 && spreadOther > 0 ? together / Math.Sqrt(spreadOne * spreadOther) : 0;
    }
}

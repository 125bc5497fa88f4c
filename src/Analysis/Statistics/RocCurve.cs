namespace FunctionsPipeline.Analysis;

/// <summary>How well a score tells clips with a defect from clean ones, whatever the threshold.</summary>
public static class RocCurve
{
    /// <summary>
    /// The area under the receiver operating characteristic: the probability that a defective clip scores above a clean one, ties counted
    /// as one half (the Mann-Whitney statistic over the number of pairs; Hanley and McNeil, Radiology 143, 1982).
    /// </summary>
    /// <param name="positives">Scores of the clips with the defect, in any order, at least one.</param>
    /// <param name="negatives">Scores of the clean clips, in any order, at least one.</param>
    /// <returns>0 to 1; 0.5 is chance.</returns>
    /// <exception cref="ArgumentException">A list is empty (<see cref="ArgumentOutOfRangeException"/>) or holds a value that is not a number.</exception>
    public static double Area(IReadOnlyCollection<double> positives, IReadOnlyCollection<double> negatives)
    {
        ArgumentOutOfRangeException.ThrowIfZero(positives.Count);
        ArgumentOutOfRangeException.ThrowIfZero(negatives.Count);
        var ranks = Ranks.Of([.. positives, .. negatives]);

        // The ranks of the positives, less the least they could be, count the pairs they win.
        var wins = ranks.Take(positives.Count).Sum() - (positives.Count * (positives.Count + 1.0) / 2);
        return wins / ((double)positives.Count * negatives.Count);
    }
}

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;

/// <summary>Chooses the threshold of an embedder.</summary>
public static class ThresholdFit
{
    // Thresholds are written with four digits; a finer one would claim what the set cannot tell.
    private const int Digits = 4;

    /// <summary>
    /// The threshold of the best F1 on paraphrases against near misses and unrelated texts, of those at which no negation is
    /// merged. Of equally good ones the middle of the widest gap between cosines, which is the farthest from any pair.
    /// </summary>
    /// <param name="scores">Pairs of the fit split.</param>
    /// <exception cref="ArgumentException">A pair belongs to the test split, or there is no paraphrase.</exception>
    public static double Of(IReadOnlyCollection<PairScore> scores)
    {
        if (scores.Any(score => score.Pair.Split != PairSplit.Fit)) throw new ArgumentException("A threshold is fitted on pairs of the fit split only.", nameof(scores));
        if (scores.All(score => score.Pair.Label != PairLabel.Paraphrase)) throw new ArgumentException("There is no paraphrase to fit on.", nameof(scores));
        var best = Candidates(scores)
            .Select(candidate => (candidate.Threshold, candidate.Gap, Figures: DeduplicationFigures.Of(scores, candidate.Threshold)))
            .Where(candidate => candidate.Figures.Negations.Merged == 0)
            .OrderByDescending(candidate => candidate.Figures.F1)
            .ThenByDescending(candidate => candidate.Gap)
            .ThenByDescending(candidate => candidate.Threshold)
            .First();
        return best.Threshold;
    }

    /// <summary>The middles between neighbouring cosines, and one above all, at which nothing is merged.</summary>
    private static IEnumerable<(double Threshold, double Gap)> Candidates(IEnumerable<PairScore> scores)
    {
        var cosines = scores.Where(score => score.Conflict is null).Select(score => score.Cosine).Distinct().Order().ToList();
        for (var index = 1; index < cosines.Count; index++)
        {
            yield return (Math.Round((cosines[index - 1] + cosines[index]) / 2, Digits), cosines[index] - cosines[index - 1]);
        }

        yield return (1.01, 0);
    }
}

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;

/// <summary>How many pairs of a label there are, and how many of them count as one text.</summary>
public readonly record struct MergeCount(int Merged, int Pairs);

/// <summary>How well duplicates are told from what only looks like them.</summary>
/// <param name="Paraphrases">Should be merged.</param>
/// <param name="NearMisses">Should not.</param>
/// <param name="Unrelated">Should not.</param>
/// <param name="Negations">Must not.</param>
public sealed record DeduplicationFigures(MergeCount Paraphrases, MergeCount NearMisses, MergeCount Unrelated, MergeCount Negations)
{
    /// <summary>Of the merged pairs among paraphrases, near misses and unrelated texts, the share that are paraphrases; 1 when none is merged.</summary>
    public double Precision => Merged == 0 ? 1 : (double)Paraphrases.Merged / Merged;

    /// <summary>Of the paraphrases, the share that is merged.</summary>
    public double Recall => Paraphrases.Pairs == 0 ? 0 : (double)Paraphrases.Merged / Paraphrases.Pairs;

    /// <summary>The harmonic mean of both.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Merged pairs among paraphrases, near misses and unrelated texts.</summary>
    public int Merged => Paraphrases.Merged + NearMisses.Merged + Unrelated.Merged;

    /// <summary>Counts.</summary>
    /// <param name="scores">Pairs of one split.</param>
    /// <param name="threshold">Least cosine of a duplicate.</param>
    /// <param name="isGuarded">False looks at the vectors only.</param>
    public static DeduplicationFigures Of(IReadOnlyCollection<PairScore> scores, double threshold, bool isGuarded = true)
    {
        return new DeduplicationFigures(Count(PairLabel.Paraphrase), Count(PairLabel.NearMiss), Count(PairLabel.Unrelated), Count(PairLabel.Negation));

        MergeCount Count(PairLabel label)
        {
            var pairs = scores.Where(score => score.Pair.Label == label).ToList();
            return new MergeCount(pairs.Count(score => score.IsMerged(threshold, isGuarded)), pairs.Count);
        }
    }
}

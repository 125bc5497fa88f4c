using FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;

/// <summary>What is known about a pair without a threshold.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Cosine">How near the embedder puts its texts.</param>
/// <param name="Conflict">What the words say against it; null for nothing.</param>
public sealed record PairScore(LabelledPair Pair, double Cosine, MeaningConflict? Conflict)
{
    /// <summary>Whether the pair counts as one text.</summary>
    /// <param name="threshold">Least cosine.</param>
    /// <param name="isGuarded">False looks at the vectors only.</param>
    public bool IsMerged(double threshold, bool isGuarded = true) => Cosine >= threshold && (!isGuarded || Conflict is null);
}

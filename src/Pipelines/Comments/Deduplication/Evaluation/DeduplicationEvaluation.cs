using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;

/// <summary>One embedder on the labelled set.</summary>
/// <param name="Embedder">Embedder.</param>
/// <param name="Fitted">Threshold of the fit split.</param>
/// <param name="Scores">Every pair.</param>
public sealed record DeduplicationEvaluation(EmbedderId Embedder, FittedThreshold Fitted, IReadOnlyList<PairScore> Scores)
{
    /// <summary>The figures of a split at the fitted threshold.</summary>
    /// <param name="split">Test is what counts; fit is what the threshold was chosen on.</param>
    /// <param name="isGuarded">False looks at the vectors only.</param>
    public DeduplicationFigures Figures(PairSplit split, bool isGuarded = true) =>
        DeduplicationFigures.Of([.. Scores.Where(score => score.Pair.Split == split)], Fitted.Threshold, isGuarded);

    /// <summary>Pairs of a split that are judged wrongly, the surest mistakes first.</summary>
    public IEnumerable<PairScore> Mistakes(PairSplit split) => Scores
        .Where(score => score.Pair.Split == split && score.IsMerged(Fitted.Threshold) != (score.Pair.Label == PairLabel.Paraphrase))
        .OrderByDescending(score => Math.Abs(score.Cosine - Fitted.Threshold));

    /// <summary>Embeds all texts, fits on the fit split and keeps all scores.</summary>
    /// <param name="embedder">Embedder.</param>
    /// <param name="pairs">Labelled set.</param>
    /// <param name="embed">Gives the vectors; for a paid embedder through the ledger, like every paid call.</param>
    /// <param name="textsMax">Most texts of one call.</param>
    /// <param name="cancellationToken">Ends embedding.</param>
    public static async Task<DeduplicationEvaluation> RunAsync(
        EmbedderId embedder, LabelledPairs pairs, EmbedTexts embed, int textsMax, CancellationToken cancellationToken)
    {
        var vectors = new List<ReadOnlyMemory<float>>();
        foreach (var chunk in pairs.Pairs.SelectMany(pair => (string[])[pair.A, pair.B]).Chunk(textsMax))
        {
            vectors.AddRange(await embed(chunk, cancellationToken));
        }

        var scores = pairs.Pairs.Select((pair, index) => new PairScore(
            pair, CosineSimilarity.Of(vectors[2 * index].Span, vectors[(2 * index) + 1].Span), MeaningGuard.Find(pair.A, pair.B))).ToList();
        var threshold = ThresholdFit.Of([.. scores.Where(score => score.Pair.Split == PairSplit.Fit)]);
        return new DeduplicationEvaluation(embedder, new FittedThreshold(embedder.ProviderId, embedder.Model, threshold, pairs.Sha256), scores);
    }
}

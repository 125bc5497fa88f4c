using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;

/// <summary>The embedder of a run. When it is not the one that was asked for, the degradation says so.</summary>
public sealed record ChosenEmbedder
{
    private ChosenEmbedder(EmbedderId id, IEmbeddingModel model, Degradation? degradation) => (Id, Model, Degradation) = (id, model, degradation);

    /// <summary>Who.</summary>
    public EmbedderId Id { get; }

    /// <summary>Its adapter.</summary>
    public IEmbeddingModel Model { get; }

    /// <summary>What is lacking and why; null when the embedder is the one that was asked for.</summary>
    public Degradation? Degradation { get; }

    /// <summary>The embedder that was asked for, or the offline one with a degradation when no key is set or no threshold was fitted.</summary>
    /// <param name="wished">Null asks for the offline one, on purpose: then nothing is lacking.</param>
    /// <param name="available"><see cref="ProviderSet.Embeddings"/>.</param>
    /// <param name="thresholds">What was fitted.</param>
    /// <param name="now">When.</param>
    public static ChosenEmbedder Choose(
        EmbedderId? wished, IReadOnlyDictionary<string, IEmbeddingModel> available, DeduplicationThresholds thresholds, DateTimeOffset now)
    {
        var offline = available[EmbedderId.Offline.ProviderId];
        if (wished is not { } id || id == EmbedderId.Offline) return new ChosenEmbedder(EmbedderId.Offline, offline, null);
        var model = available.GetValueOrDefault(id.ProviderId);
        if (model is not null && thresholds.Find(id) is not null) return new ChosenEmbedder(id, model, null);
        var why = model is null
            ? $"No key is set for the provider '{id.ProviderId}'."
            : $"No threshold is fitted for {id}; there is one for {string.Join(", ", thresholds.Fitted.Select(fitted => $"{fitted.ProviderId}/{fitted.Model}"))}.";
        return new ChosenEmbedder(EmbedderId.Offline, offline, new Degradation(
            "offline-embedder", $"Comparing replies by {id}", why, now, "Replies that say the same in other words may both be suggested: the offline embedder knows common words only."));
    }
}

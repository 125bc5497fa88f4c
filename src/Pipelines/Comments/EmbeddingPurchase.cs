using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.Steps;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>Turns texts into vectors of a project; those that the project has are not bought again.</summary>
/// <remarks>Safe for several threads. Doing it again gives what it gave.</remarks>
internal sealed class EmbeddingPurchase(PipelineServices services)
{
    private readonly StepTaker _taker = new(services);
    private readonly EmbeddingStore _embeddings = new(services.Tables);

    /// <summary>Takes the step as far as it goes now.</summary>
    /// <param name="call">Which step.</param>
    /// <param name="choice">Who is asked.</param>
    /// <param name="texts">Texts, none twice.</param>
    /// <param name="cancellationToken">Ends the wait; what was learnt is written in any case.</param>
    public async Task<StepAnswer<EmbedVerdict>> TakeAsync<TSettings>(
        StepCall<TSettings> call, ModelChoice choice, IReadOnlyList<EmbeddedText> texts, CancellationToken cancellationToken)
        where TSettings : BatchSettings
    {
        var project = call.Item.Settings.Project;
        var embedder = new EmbedderId(choice.Provider, choice.Model);
        var missing = await MissingAsync(project, embedder, texts, cancellationToken);
        var verdict = new EmbedVerdict(embedder.ToString(), texts.Count);

        // Where nothing is missing nothing is sent, but what an earlier try of this step has begun is brought to its end.
        var taken = await _taker.TakeAsync(
            call with { IsGivenUp = call.IsGivenUp || missing.Count == 0 },
            EmbeddingOrders.Create(services, choice, project, texts, missing),
            Judged<VectorAnswer>.Usable,
            cancellationToken);
        if (taken.Verdict is null)
        {
            return missing.Count == 0 && taken.Submit.Outcome != SubmitOutcome.Unknown
                ? new StepAnswer<EmbedVerdict>(new SubmitAnswer(SubmitOutcome.Accepted), verdict)
                : new StepAnswer<EmbedVerdict>(taken.Submit, null, taken.Problem);
        }

        var textOf = texts.ToDictionary(text => text.Sha256, StringComparer.Ordinal);
        var vectors = taken.Verdict.Texts.Zip(taken.Verdict.Vectors, (hash, vector) => new KeptEmbedding(textOf[hash], vector)).ToList();
        await _embeddings.PutAsync(project, embedder, vectors, cancellationToken);
        return new StepAnswer<EmbedVerdict>(taken.Submit, verdict);
    }

    /// <summary>The texts that the project has no vector of.</summary>
    private async Task<IReadOnlyList<EmbeddedText>> MissingAsync(
        string project, EmbedderId embedder, IReadOnlyList<EmbeddedText> texts, CancellationToken cancellationToken)
    {
        var missing = new List<EmbeddedText>();
        foreach (var text in texts)
        {
            if (await _embeddings.GetAsync(project, embedder, text, cancellationToken) is null) missing.Add(text);
        }

        return missing;
    }
}

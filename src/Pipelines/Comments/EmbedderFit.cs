using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>Who pays for a fit, and what it may cost: US dollars, null for no cap.</summary>
/// <param name="Project">Whose ledger, caps and vectors they are.</param>
/// <param name="BudgetUsd">Cap of the fit itself.</param>
public sealed record EmbedderFitTerms(string Project, decimal? BudgetUsd)
{
    /// <summary>Cap of everything in the project.</summary>
    public decimal? ProjectBudgetUsd { get; init; }

    /// <summary>Cap of the project at the provider.</summary>
    public decimal? ProviderBudgetUsd { get; init; }

    /// <summary>Cap of the project's day.</summary>
    public decimal? DayBudgetUsd { get; init; }
}

/// <summary>What a fit came to.</summary>
/// <param name="RunId">Under which its calls stand in the ledger.</param>
/// <param name="Evaluation">The threshold and its figures; null when the vectors could not be had.</param>
/// <param name="Error">Why not; null when they could.</param>
/// <param name="Status">Succeeded, failed, unknown, or skipped when a cap stopped it.</param>
public sealed record EmbedderFitOutcome(string RunId, DeduplicationEvaluation? Evaluation, ItemError? Error, ItemStatus Status);

/// <summary>
/// Fits the threshold of an embedder on labelled pairs. Its vectors are bought as those of a run are: through the ledger, within the caps, at
/// the provider's pace, and each once for a project, so that a fit that ended early goes on where it was.
/// </summary>
/// <remarks>Safe for several threads.</remarks>
public sealed class EmbedderFit(PipelineServices services)
{
    /// <summary>What one call takes at every provider.</summary>
    private const int TextsMax = 100;

    private const int SubmitAttemptsMax = 8;

    private readonly EmbeddingPurchase _vectors = new(services);
    private readonly EmbeddingStore _embeddings = new(services.Tables);

    /// <summary>Fits.</summary>
    /// <exception cref="FunctionsPipeline.Pipelines.Input.InputException">There is no such embedder on this host; the message says which there are.</exception>
    public async Task<EmbedderFitOutcome> RunAsync(string embedder, LabelledPairs pairs, EmbedderFitTerms terms, CancellationToken cancellationToken)
    {
        var choice = EmbedderChains.One(services, embedder);
        var id = new EmbedderId(choice.Provider, choice.Model);
        var runId = services.NewRunId();
        var item = new ItemInput<FitSettings>(runId.Value, 0, 0, new ChunkItem(0, "labelled-pairs", 0), SettingsOf(runId, choice, terms));
        var texts = pairs.Pairs.SelectMany(pair => (string[])[pair.A, pair.B]).Select(EmbeddedText.Of).DistinctBy(text => text.Sha256);
        foreach (var (number, chunk) in texts.Chunk(TextsMax).Index())
        {
            var submit = await BuyAsync(new StepCall<FitSettings>(item, CommentsNames.EmbedStep, number, 0, 0), choice, chunk, cancellationToken);
            if (submit.Outcome == SubmitOutcome.Accepted) continue;
            return new EmbedderFitOutcome(item.RunId, null, submit.Error ?? BatchErrors.NoSlot, StatusOf(submit.Outcome));
        }

        var evaluation = await DeduplicationEvaluation.RunAsync(id, pairs, (some, token) => ReadAsync(terms.Project, id, some, token), TextsMax, cancellationToken);
        return new EmbedderFitOutcome(item.RunId, evaluation, null, ItemStatus.Succeeded);
    }

    private static FitSettings SettingsOf(RunId runId, ModelChoice choice, EmbedderFitTerms terms) => new()
    {
        Project = terms.Project,
        SubmitAttemptsMax = SubmitAttemptsMax,
        Seed = 1,
        Caps =
        [
            .. BatchMoney.Caps(terms.ProjectBudgetUsd, terms.ProviderBudgetUsd, terms.DayBudgetUsd, [choice.Provider]),
            new BudgetCap(BudgetScopes.Run(runId), BatchMoney.Ticks(terms.BudgetUsd)),
        ],
    };

    private static ItemStatus StatusOf(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Unknown => ItemStatus.Unknown,
        SubmitOutcome.BudgetStopped => ItemStatus.Skipped,
        _ => ItemStatus.Failed,
    };

    /// <summary>Waits for time slots, and sends again what was provably not accepted.</summary>
    private async Task<SubmitAnswer> BuyAsync(StepCall<FitSettings> call, ModelChoice choice, IReadOnlyList<EmbeddedText> texts, CancellationToken cancellationToken)
    {
        for (var turns = 0; ;)
        {
            var submit = (await _vectors.TakeAsync(call, choice, texts, cancellationToken)).Submit;
            call = call with { Place = submit.Place };
            switch (submit.Outcome)
            {
                case SubmitOutcome.Wait:
                    await Task.Delay(TimeSpan.FromSeconds(submit.WaitSeconds), services.Clock, cancellationToken);
                    break;
                case SubmitOutcome.TurnedAway when ++turns < SubmitAttemptsMax:
                    await Task.Delay(BatchDelays.Longer(TimeSpan.FromSeconds(submit.WaitSeconds), BatchDelays.Backoff(call.Item, turns)), services.Clock, cancellationToken);
                    break;
                default:
                    return submit;
            }
        }
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> ReadAsync(string project, EmbedderId embedder, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var vectors = new List<ReadOnlyMemory<float>>(texts.Count);
        foreach (var text in texts)
        {
            var kept = await _embeddings.GetAsync(project, embedder, EmbeddedText.Of(text), cancellationToken)
                ?? throw new InvalidDataException($"The vector of '{text}' by {embedder} is gone from project {project}.");
            vectors.Add(kept.Vector);
        }

        return vectors;
    }

    private sealed record FitSettings : BatchSettings;
}

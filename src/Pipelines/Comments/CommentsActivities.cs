using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>What each step of a candidate does to the world. Every activity may run more than once: paid calls are guarded by the ledger.</summary>
internal sealed class CommentsActivities(PipelineServices services, PlanFiles<Candidate> plan)
{
    private readonly StepTaker _taker = new(services);
    private readonly StepReader _steps = new(services.Steps, services.Blobs);
    private readonly ChatOrders _chat = new(services);
    private readonly EmbeddingPurchase _vectors = new(services);

    /// <summary>Scores the candidate.</summary>
    public async Task<StepAnswer<GateVerdict>> GateAsync(ActivityContext context, StepCall<CommentsSettings> call, CancellationToken cancellationToken)
    {
        var candidate = await plan.ReadItemAsync(call.Item, cancellationToken);
        var order = _chat.Create(ModelOf(call), CommentRequests.Gate(candidate, call.Item.Settings));
        return await _taker.TakeAsync(call, About(candidate, order), CommentRequests.ReadGate, cancellationToken);
    }

    /// <summary>Writes suggestions.</summary>
    public async Task<StepAnswer<SuggestVerdict>> SuggestAsync(ActivityContext context, StepCall<CommentsSettings> call, CancellationToken cancellationToken)
    {
        var settings = call.Item.Settings;
        var candidate = await plan.ReadItemAsync(call.Item, cancellationToken);
        var order = _chat.Create(ModelOf(call), CommentRequests.Suggest(candidate, settings));
        return await _taker.TakeAsync(call, About(candidate, order), answer => CommentRequests.ReadSuggestions(answer, settings.Suggestions), cancellationToken);
    }

    /// <summary>Scores the suggestions.</summary>
    public async Task<StepAnswer<AssessVerdict>> AssessAsync(ActivityContext context, StepCall<CommentsSettings> call, CancellationToken cancellationToken)
    {
        var candidate = await plan.ReadItemAsync(call.Item, cancellationToken);
        var texts = await SuggestionsAsync(call.Item, cancellationToken)
            ?? throw new InvalidDataException($"The suggestions for '{call.Item.Item.ItemId}' are gone from the run's folder.");
        var order = _chat.Create(ModelOf(call), CommentRequests.Assess(candidate, texts, call.Item.Settings));
        return await _taker.TakeAsync(call, About(candidate, order), answer => CommentRequests.ReadScores(answer, texts.Count), cancellationToken);
    }

    /// <summary>Turns the suggestions that are kept into vectors; those that the project has are not bought again.</summary>
    public async Task<StepAnswer<EmbedVerdict>> EmbedAsync(ActivityContext context, StepCall<CommentsSettings> call, CancellationToken cancellationToken)
    {
        var settings = call.Item.Settings;
        var texts = Kept(await ReadAsync(call.Item, cancellationToken), settings).Select(EmbeddedText.Of).DistinctBy(text => text.Sha256).ToList();
        return await _vectors.TakeAsync(call, settings.Embedders[call.Choice], texts, cancellationToken);
    }

    /// <summary>Writes the candidate's end.</summary>
    public async Task<ItemOutcome> CompleteItemAsync(ActivityContext context, StepsEnding<CommentsSettings> ending, CancellationToken cancellationToken)
    {
        var answers = ending.Status == ItemStatus.Succeeded ? await ReadAsync(ending.Item, cancellationToken) : null;
        var result = answers is null ? null : JsonSerializer.Serialize(CommentResult.Of(answers, ending.Item.Settings), DurableJson.Options);
        return await ending.WriteAsync(services, ending.ToRecord(result), cancellationToken);
    }

    /// <summary>The post stands in the middle of the prompt; a person who asks what changed wants to see it.</summary>
    private static StepOrder<ChatAnswer> About(Candidate candidate, StepOrder<ChatAnswer> order) =>
        order with { Inputs = [StepInput.Of("post", candidate.Text), .. order.Inputs] };

    private static ModelChoice ModelOf(StepCall<CommentsSettings> call) => call.Item.Settings.Models[call.Choice];

    private async Task<IReadOnlyList<string>?> SuggestionsAsync(ItemInput<CommentsSettings> item, CancellationToken cancellationToken) =>
        (await _steps.ReadAsync<CommentsSettings, ChatAnswer>(item, CommentsNames.SuggestStep, 0, cancellationToken))
        is { } answer ? CommentRequests.ReadSuggestions(answer, item.Settings.Suggestions).Verdict!.Texts : null;

    private async Task<CommentAnswers> ReadAsync(ItemInput<CommentsSettings> item, CancellationToken cancellationToken)
    {
        var settings = item.Settings;
        var answer = settings.UseGate ? await _steps.ReadAsync<CommentsSettings, ChatAnswer>(item, CommentsNames.GateStep, 0, cancellationToken) : null;
        var gate = answer is null ? null : CommentRequests.ReadGate(answer).Verdict;

        // An earlier round may have left suggestions for a candidate that another model now leaves alone.
        if (gate?.Score < settings.GateThreshold) return new CommentAnswers(gate, [], []);

        var texts = await SuggestionsAsync(item, cancellationToken);
        var scores = await _steps.ReadAsync<CommentsSettings, ChatAnswer>(item, CommentsNames.AssessStep, 0, cancellationToken);
        return scores is null || texts is null
            ? new CommentAnswers(gate, [], [])
            : new CommentAnswers(gate, texts, CommentRequests.ReadScores(scores, texts.Count).Verdict!.Scores);
    }

    private static IEnumerable<string> Kept(CommentAnswers answers, CommentsSettings settings) =>
        answers.Texts.Where((_, index) => !settings.SkipLowScores || answers.Scores[index] >= settings.QualityThreshold);
}

/// <summary>What the steps of a candidate gave.</summary>
internal sealed record CommentAnswers(GateVerdict? Gate, IReadOnlyList<string> Texts, IReadOnlyList<double> Scores);

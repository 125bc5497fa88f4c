using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.PostSearch;

/// <summary>What each step of a query does to the world. Every activity may run more than once: paid calls are guarded by the ledger.</summary>
internal sealed class PostSearchActivities(PipelineServices services, PlanFiles<SearchQuery> plan)
{
    private readonly StepTaker _taker = new(services);
    private readonly StepReader _steps = new(services.Steps, services.Blobs);

    /// <summary>Asks for a page. What comes after the first goes on from the kept answer of the page before.</summary>
    public async Task<StepAnswer<PageVerdict>> SearchAsync(ActivityContext context, StepCall<PostSearchSettings> call, CancellationToken cancellationToken)
    {
        var query = await plan.ReadItemAsync(call.Item, cancellationToken);
        var token = call.Repeat == 0 ? null : await TokenAsync(call, cancellationToken);
        var settings = call.Item.Settings;
        var order = PostOrders.Create(services, settings, settings.Searches[call.Choice], query.Text, token);
        return await _taker.TakeAsync(call, order, page => Judged<PageVerdict>.Usable(new PageVerdict(page.Posts.Count, page.NextToken is not null)), cancellationToken);
    }

    /// <summary>Writes the query's end.</summary>
    public async Task<ItemOutcome> CompleteItemAsync(ActivityContext context, PostSearchEnding ending, CancellationToken cancellationToken)
    {
        var input = ending.Item;
        var record = new ItemRecord
        {
            RunId = RunId.Parse(input.RunId),
            Index = input.Item.Index,
            ItemId = input.Item.ItemId,
            Status = ending is { Status: ItemStatus.Succeeded, Degradations.Count: > 0 } ? ItemStatus.Degraded : ending.Status,
            FailedStage = ending.Error is null ? null : ending.Stage,
            Error = ending.Error,
            Attempts = ending.Answers,
            Degradations = ending.Degradations,
            ResultJson = JsonSerializer.Serialize(await ResultAsync(input, cancellationToken), DurableJson.Options),
        };
        await services.Runs.PutItemAsync(record, cancellationToken);
        services.Progress.ItemEnded(record);
        return new ItemOutcome(record.ItemId, record.Status, ending.StopReason);
    }

    private async Task<string> TokenAsync(StepCall<PostSearchSettings> call, CancellationToken cancellationToken)
    {
        var before = await _steps.ReadAsync<PostSearchSettings, PostsAnswer>(call.Item, call.Step, call.Repeat - 1, cancellationToken);
        return before?.NextToken
            ?? throw new InvalidDataException($"Page {call.Repeat} of '{call.Item.Item.ItemId}' is gone from the run's folder, and the page after it cannot be asked for without it.");
    }

    /// <summary>Every page that was bought, whatever became of the query.</summary>
    private async Task<PostSearchResult> ResultAsync(ItemInput<PostSearchSettings> input, CancellationToken cancellationToken)
    {
        var posts = 0;
        var pages = new List<string>();
        for (var page = 0; page < input.Settings.PagesMax; page++)
        {
            var step = await services.Steps.GetAsync(RunId.Parse(input.RunId), input.Item.Index, PostSearchNames.SearchStep, page, cancellationToken);
            if (step is null || await new AnswerFile<PostsAnswer>(services.Blobs, step.ResultPath).ReadAsync(cancellationToken) is not { } kept) break;
            posts += kept.Reply.Posts.Count;
            pages.Add(step.ResultPath);
        }

        return new PostSearchResult(posts, pages);
    }
}

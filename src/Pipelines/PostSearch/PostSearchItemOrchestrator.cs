using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.PostSearch;

/// <summary>
/// One query, page after page, until there is none left or there are enough. Whatever happens, the last step runs: every item ends.
/// </summary>
public sealed class PostSearchItemOrchestrator : Orchestrator<ItemInput<PostSearchSettings>, ItemOutcome>
{
    // An answer is there as soon as it is sent, or it was never of any use: asking again for the same page would pay for it again.
    private const int AnswersMax = 1;

    // A search that has not answered by then was given up by the HTTP client long before.
    private const int TimeoutSeconds = 300;

    /// <inheritdoc/>
    public override async Task<ItemOutcome> RunAsync(OrchestrationContext context, ItemInput<PostSearchSettings> input)
    {
        var settings = input.Settings;
        var steps = new ItemSteps<PostSearchSettings>(context, input, AnswersMax, TimeoutSeconds);
        try
        {
            await context.CreateTimer(BatchDelays.Jitter(input));

            for (var page = 0; page < settings.PagesMax; page++)
            {
                var found = await steps.TakeAsync(PostSearchNames.Search, PostSearchNames.SearchStep, page, settings.Searches);
                if (!found.HasMore) break;
            }

            return await EndAsync(context, input, steps, ItemStatus.Succeeded);
        }
        catch (ItemStoppedException stop)
        {
            return await EndAsync(context, input, steps, stop.Status, stop.Error, stop.StopReason);
        }
        catch (ActivityFailedException failure)
        {
            return await EndAsync(context, input, steps, ItemStatus.Failed, BatchErrors.From(failure.Details));
        }
    }

    private static Task<ItemOutcome> EndAsync(
        OrchestrationContext context,
        ItemInput<PostSearchSettings> input,
        ItemSteps<PostSearchSettings> steps,
        ItemStatus status,
        ItemError? error = null,
        string? stopReason = null) =>
        context.CallActivityAsync(
            PostSearchNames.CompleteItem,
            new PostSearchEnding(input, status, steps.Stage, steps.Answers, steps.Degradations, error, stopReason),
            BatchDelays.StorageRetry);
}

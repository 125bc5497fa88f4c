using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>
/// One item, top to bottom: wait a moment, buy the clip, wait for it, download it, have it analysed, write it down.
/// Whatever happens, the last step runs: every item ends.
/// </summary>
public sealed class VideoBatchItemOrchestrator : Orchestrator<ItemInput<VideoBatchSettings>, ItemOutcome>
{
    /// <inheritdoc/>
    public override async Task<ItemOutcome> RunAsync(OrchestrationContext context, ItemInput<VideoBatchSettings> input)
    {
        var item = new ItemProgress(input);
        try
        {
            await context.CreateTimer(BatchDelays.Jitter(input));

            item.Stage = ItemStages.Generate;
            var generation = await GenerateAsync(context, item);

            item.Stage = ItemStages.Download;
            item.Clip = await context.CallActivityAsync(VideoBatchNames.DownloadClip, generation, VideoBatchDelays.DownloadRetry);

            item.Stage = ItemStages.Analyze;
            await AnalyzeAsync(context, input);

            return await EndAsync(context, item, ItemStatus.Succeeded, error: null, stopReason: null);
        }
        catch (ItemStoppedException stop)
        {
            return await EndAsync(context, item, stop.Status, stop.Error, stop.StopReason);
        }
        catch (ActivityFailedException failure)
        {
            return await EndAsync(context, item, ItemStatus.Failed, BatchErrors.From(failure.Details), stopReason: null);
        }
    }

    /// <summary>Buys a clip; a generation that the provider failed after accepting it is bought again, within limits.</summary>
    private static async Task<GenerationInput> GenerateAsync(OrchestrationContext context, ItemProgress item)
    {
        var settings = item.Input.Settings;
        for (var failed = 0; ; item.PaidAttempt++)
        {
            var submitted = await SubmitAsync(context, item);
            if (submitted.Outcome == SubmitOutcome.Spent) continue;

            var generation = new GenerationInput(item.Input, submitted.CallId!, submitted.RequestId ?? "");
            if (submitted.Outcome == SubmitOutcome.TakenOver) return generation;

            var answer = await WaitForGenerationAsync(context, generation);
            switch (answer.State)
            {
                case GenerationState.Done:
                    return generation;
                case GenerationState.Unknown:
                    throw new ItemStoppedException(ItemStatus.Unknown, answer.Error!);
                case GenerationState.Failed when answer.Error!.Retryable && ++failed < settings.PaidAttemptsMax:
                    await context.CreateTimer(BatchDelays.Backoff(item.Input, failed));
                    break;
                default:
                    throw new ItemStoppedException(ItemStatus.Failed, answer.Error!);
            }
        }
    }

    /// <summary>Sends one paid call: waits for its time slot, and tries again while it is provably not accepted.</summary>
    private static async Task<SubmitAnswer> SubmitAsync(OrchestrationContext context, ItemProgress item)
    {
        SlotGrant? place = null;
        var waits = 0;
        for (var attempt = 1; ;)
        {
            var answer = await context.CallActivityAsync(
                VideoBatchNames.SubmitGeneration, new SubmitInput(item.Input, item.PaidAttempt, place), BatchDelays.StorageRetry);
            place = answer.Place;
            switch (answer.Outcome)
            {
                case SubmitOutcome.Accepted or SubmitOutcome.Spent or SubmitOutcome.TakenOver:
                    return answer;
                case SubmitOutcome.Wait when ++waits <= BatchLimits.SlotWaitsMax:
                    await context.CreateTimer(TimeSpan.FromSeconds(answer.WaitSeconds));
                    break;
                case SubmitOutcome.TurnedAway when attempt < item.Input.Settings.SubmitAttemptsMax:
                    await context.CreateTimer(BatchDelays.Longer(
                        TimeSpan.FromSeconds(answer.WaitSeconds), BatchDelays.Backoff(item.Input, attempt)));
                    attempt++;
                    break;
                case SubmitOutcome.Unknown:
                    throw new ItemStoppedException(ItemStatus.Unknown, answer.Error!);
                case SubmitOutcome.BudgetStopped:
                    throw new ItemStoppedException(ItemStatus.Skipped, answer.Error!, StopReasons.Budget);
                case SubmitOutcome.Cancelled:
                    throw new ItemStoppedException(ItemStatus.Cancelled, answer.Error!, StopReasons.Cancelled);
                default:
                    throw new ItemStoppedException(ItemStatus.Failed, answer.Error ?? BatchErrors.NoSlot, answer.StopReason);
            }
        }
    }

    private static async Task<GenerationAnswer> WaitForGenerationAsync(OrchestrationContext context, GenerationInput generation)
    {
        var deadline = context.CurrentUtcDateTime.AddSeconds(generation.Item.Settings.GenerationTimeoutSeconds);
        for (var poll = 0; ; poll++)
        {
            await context.CreateTimer(BatchDelays.Poll(poll));
            var answer = await context.CallActivityAsync(VideoBatchNames.CheckGeneration, generation, BatchDelays.StorageRetry);
            if (answer.State != GenerationState.Pending) return answer;
            if (context.CurrentUtcDateTime >= deadline)
            {
                return await context.CallActivityAsync(VideoBatchNames.GiveUpGeneration, generation, BatchDelays.StorageRetry);
            }
        }
    }

    /// <summary>The event may be late or lost, so the item also wakes by timer and looks for the result itself.</summary>
    private static async Task AnalyzeAsync(OrchestrationContext context, ItemInput<VideoBatchSettings> input)
    {
        await context.CallActivityAsync(VideoBatchNames.PutFrameJob, input, BatchDelays.StorageRetry);
        var deadline = context.CurrentUtcDateTime + VideoBatchLimits.AnalysisTimeout;
        for (var sweep = 0; ; sweep++)
        {
            try
            {
                await context.WaitForExternalEvent<string>(VideoBatchNames.AnalysisDoneEvent, VideoBatchDelays.Sweep(sweep));
            }
            catch (TaskCanceledException)
            {
                // Nothing was raised in time: look anyway.
            }

            var answer = await context.CallActivityAsync(VideoBatchNames.CheckFrameResult, input, BatchDelays.StorageRetry);
            if (answer is { IsDone: true, Error: null }) return;
            if (answer.Error is not null) throw new ItemStoppedException(ItemStatus.Failed, answer.Error);
            if (context.CurrentUtcDateTime >= deadline) throw new ItemStoppedException(ItemStatus.Failed, ItemErrors.AnalysisTimeout);
        }
    }

    private static Task<ItemOutcome> EndAsync(
        OrchestrationContext context, ItemProgress item, ItemStatus status, ItemError? error, string? stopReason) =>
        context.CallActivityAsync(
            VideoBatchNames.CompleteItem,
            new ItemEnding(item.Input, status, item.Stage, item.PaidAttempt, item.Clip, error, stopReason),
            BatchDelays.StorageRetry);

    /// <summary>Where the item stands, for its last step.</summary>
    private sealed class ItemProgress(ItemInput<VideoBatchSettings> input)
    {
        public ItemInput<VideoBatchSettings> Input { get; } = input;

        public string Stage { get; set; } = ItemStages.Wait;

        public int PaidAttempt { get; set; } = input.Item.PaidAttempt;

        public ClipFile? Clip { get; set; }
    }
}

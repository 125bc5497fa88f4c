using System.Runtime.CompilerServices;
using FunctionsPipeline.Durable;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>What a run does besides its items: its beginning, its chunks, its end.</summary>
/// <param name="services">What they work with.</param>
/// <param name="plan">The plan of the items.</param>
/// <param name="writeFolderAsync">Writes the folder of a run that ends.</param>
public sealed class BatchActivities<TItem, TSettings>(
    PipelineServices services, PlanFiles<TItem> plan, Func<RunRecord, CancellationToken, Task> writeFolderAsync)
    where TItem : IPlannedItem
    where TSettings : BatchSettings
{
    /// <summary>Marks the run as running.</summary>
    public async Task<Nothing> BeginRoundAsync(ActivityContext context, RunInput<TSettings> input, CancellationToken cancellationToken)
    {
        await services.Runs.UpdateAsync(
            RunId.Parse(input.RunId), run => run with { Status = RunStatus.Running, EndedAt = null }, cancellationToken);
        return Nothing.Value;
    }

    /// <summary>Marks the run as cancelled: no item submits any more, those under way end.</summary>
    public async Task<Nothing> MarkCancelledAsync(ActivityContext context, string runId, CancellationToken cancellationToken)
    {
        await services.Runs.UpdateAsync(RunId.Parse(runId), run => run with { IsCancelRequested = true }, cancellationToken);
        return Nothing.Value;
    }

    /// <summary>Reads the items of a chunk.</summary>
    public async Task<ChunkItems> LoadChunkAsync(ActivityContext context, ChunkInput<TSettings> input, CancellationToken cancellationToken)
    {
        var lines = await plan.ReadChunkAsync(input.RunId, input.Round, input.Chunk, cancellationToken);
        return new ChunkItems([.. lines.Select(line => new ChunkItem(line.Item.Index, line.Item.Id, line.PaidAttempt))]);
    }

    /// <summary>Gives every item an end, writes the run folder, then the run's end: whoever sees the end finds the folder.</summary>
    public Task<RunOutcome> FinishRoundAsync(ActivityContext context, RunEnding<TSettings> ending, CancellationToken cancellationToken) =>
        FailureTranslation.RunAsync(async () =>
        {
            var runId = RunId.Parse(ending.RunId);
            await services.Runs.PutItemsAsync(EndUnstartedAsync(runId, ending.StopReason, cancellationToken), cancellationToken);

            var run = await services.Runs.GetAsync(runId, cancellationToken)
                ?? throw new KeyNotFoundException($"There is no run {runId}.");
            var counts = await services.Runs.CountItemsAsync(runId, cancellationToken);
            var ended = run with { Status = StatusOf(counts, ending.StopReason), EndedAt = services.Clock.GetUtcNow() };
            await writeFolderAsync(ended, cancellationToken);
            await services.Runs.UpdateAsync(runId, stored => stored with { Status = ended.Status, EndedAt = ended.EndedAt }, cancellationToken);
            return new RunOutcome(ended.Status);
        });

    private static RunStatus StatusOf(IReadOnlyDictionary<ItemStatus, int> counts, string? stopReason) => stopReason switch
    {
        StopReasons.Budget => RunStatus.BudgetStopped,
        StopReasons.Cancelled => RunStatus.Cancelled,
        _ when counts[ItemStatus.Failed] + counts[ItemStatus.Unknown] + counts[ItemStatus.Skipped] + counts[ItemStatus.Cancelled] > 0 => RunStatus.Failed,
        _ when counts[ItemStatus.Degraded] > 0 => RunStatus.Degraded,
        _ => RunStatus.Succeeded,
    };

    private async IAsyncEnumerable<ItemRecord> EndUnstartedAsync(
        RunId runId, string? stopReason, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in services.Runs.ListItemsAsync(runId, null, cancellationToken))
        {
            if (item.Status != ItemStatus.Pending) continue;

            var ended = BatchItems.Unstarted(item, stopReason);
            services.Progress.ItemEnded(ended);
            yield return ended;
        }
    }
}

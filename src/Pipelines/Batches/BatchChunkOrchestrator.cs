using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>A chunk: starts its items in order, a window of them at a time.</summary>
/// <param name="names">Names of the pipeline's parts.</param>
public sealed class BatchChunkOrchestrator<TSettings>(BatchNames<TSettings> names) : Orchestrator<ChunkInput<TSettings>, ChunkOutcome>
    where TSettings : BatchSettings
{
    /// <inheritdoc/>
    public override async Task<ChunkOutcome> RunAsync(OrchestrationContext context, ChunkInput<TSettings> input)
    {
        var items = (await context.CallActivityAsync(names.LoadChunk, input, BatchDelays.StorageRetry)).Items;
        var inFlight = new List<Task<ItemOutcome>>();
        string? stopReason = null;
        var next = 0;
        var ended = 0;

        while (true)
        {
            while (stopReason is null && next < items.Count && inFlight.Count < input.Settings.ItemsInFlightPerChunk)
            {
                inFlight.Add(StartItem(context, input, items[next++]));
            }

            if (inFlight.Count == 0) break;

            var first = await Task.WhenAny(inFlight);
            inFlight.Remove(first);
            ended++;
            try
            {
                stopReason ??= (await first).StopReason;
            }
            catch (SubOrchestrationFailedException)
            {
                // Its end could not be written down; the run's last step does that. The others go on.
            }
        }

        return new ChunkOutcome(ended, stopReason);
    }

    private Task<ItemOutcome> StartItem(OrchestrationContext context, ChunkInput<TSettings> input, ChunkItem item) =>
        context.CallSubOrchestratorAsync(
            names.Item,
            new ItemInput<TSettings>(input.RunId, input.Round, input.Chunk, item, input.Settings),
            BatchInstanceIds.Item(input.RunId, input.Round, input.Chunk, item.Index));
}

using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>A chunk: starts its items in order, a window of them at a time.</summary>
public sealed class VideoBatchChunkOrchestrator : Orchestrator<ChunkInput, ChunkOutcome>
{
    /// <inheritdoc/>
    public override async Task<ChunkOutcome> RunAsync(OrchestrationContext context, ChunkInput input)
    {
        var items = (await context.CallActivityAsync(VideoBatchNames.LoadChunk, input, VideoBatchDelays.StorageRetry)).Items;
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

    private static Task<ItemOutcome> StartItem(OrchestrationContext context, ChunkInput input, ChunkItem item) =>
        context.CallSubOrchestratorAsync(
            VideoBatchNames.Item,
            new ItemInput(input.RunId, input.Round, input.Chunk, item, input.Settings),
            VideoBatchInstanceIds.Item(input.RunId, input.Round, input.Chunk, item.Index));
}

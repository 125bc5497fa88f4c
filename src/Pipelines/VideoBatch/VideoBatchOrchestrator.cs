using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>
/// A run: starts chunk after chunk, a bounded number at a time, and writes the run folder at the end. It ends early, and cleanly,
/// when a cap is reached, the provider refuses the key, or a person cancels.
/// </summary>
public sealed class VideoBatchOrchestrator : Orchestrator<RunInput, RunOutcome>
{
    /// <inheritdoc/>
    public override async Task<RunOutcome> RunAsync(OrchestrationContext context, RunInput input)
    {
        if (input.NextChunk == 0) await context.CallActivityAsync(VideoBatchNames.BeginRound, input, VideoBatchDelays.StorageRetry);

        var cancelled = context.WaitForExternalEvent<string>(VideoBatchNames.CancelEvent);
        var inFlight = new List<Task<ChunkOutcome>>();
        var stopReason = input.StopReason;
        var next = input.NextChunk;
        var endOfExecution = Math.Min(input.ChunkCount, input.NextChunk + VideoBatchLimits.ChunksPerExecutionMax);

        while (true)
        {
            while (stopReason is null && next < endOfExecution && inFlight.Count < input.Settings.ChunksInFlight)
            {
                inFlight.Add(StartChunk(context, input, next++));
            }

            if (inFlight.Count == 0) break;

            var first = cancelled is null
                ? await Task.WhenAny(inFlight)
                : await Task.WhenAny(inFlight.Append<Task>(cancelled));
            if (first == cancelled)
            {
                cancelled = null;
                stopReason ??= StopReasons.Cancelled;
                await context.CallActivityAsync(VideoBatchNames.MarkCancelled, input.RunId, VideoBatchDelays.StorageRetry);
                continue;
            }

            var ended = (Task<ChunkOutcome>)first;
            inFlight.Remove(ended);
            try
            {
                stopReason ??= (await ended).StopReason;
            }
            catch (SubOrchestrationFailedException)
            {
                // The last step gives the chunk's items their end; the others go on.
            }
        }

        if (stopReason is null && next < input.ChunkCount)
        {
            context.ContinueAsNew(input with { NextChunk = next });
            return new RunOutcome(State.Runs.RunStatus.Running);
        }

        return await context.CallActivityAsync(
            VideoBatchNames.FinishRound, new RunEnding(input.RunId, input.Round, input.Settings, stopReason), VideoBatchDelays.StorageRetry);
    }

    private static Task<ChunkOutcome> StartChunk(OrchestrationContext context, RunInput input, int chunk) =>
        context.CallSubOrchestratorAsync(
            VideoBatchNames.Chunk,
            new ChunkInput(input.RunId, input.Round, chunk, input.Settings),
            VideoBatchInstanceIds.Chunk(input.RunId, input.Round, chunk));
}

using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>
/// A run: starts chunk after chunk, a bounded number at a time, and writes the run folder at the end. It ends early, and cleanly,
/// when a cap is reached, the provider refuses the key, or a person cancels.
/// </summary>
/// <param name="names">Names of the pipeline's parts.</param>
public sealed class BatchOrchestrator<TSettings>(BatchNames<TSettings> names) : Orchestrator<RunInput<TSettings>, RunOutcome>
    where TSettings : BatchSettings
{
    /// <inheritdoc/>
    public override async Task<RunOutcome> RunAsync(OrchestrationContext context, RunInput<TSettings> input)
    {
        if (input.NextChunk == 0) await context.CallActivityAsync(names.BeginRound, input, BatchDelays.StorageRetry);

        var cancelled = context.WaitForExternalEvent<string>(BatchEvents.Cancel);
        var inFlight = new List<Task<ChunkOutcome>>();
        var stopReason = input.StopReason;
        var next = input.NextChunk;
        var endOfExecution = Math.Min(input.ChunkCount, input.NextChunk + BatchLimits.ChunksPerExecutionMax);

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
                await context.CallActivityAsync(names.MarkCancelled, input.RunId, BatchDelays.StorageRetry);
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
            names.FinishRound, new RunEnding<TSettings>(input.RunId, input.Round, input.Settings, stopReason), BatchDelays.StorageRetry);
    }

    private Task<ChunkOutcome> StartChunk(OrchestrationContext context, RunInput<TSettings> input, int chunk) =>
        context.CallSubOrchestratorAsync(
            names.Chunk,
            new ChunkInput<TSettings>(input.RunId, input.Round, chunk, input.Settings),
            BatchInstanceIds.Chunk(input.RunId, input.Round, chunk));
}

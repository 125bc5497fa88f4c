using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>
/// One publication: goes on, waits, goes on. It may wait for days, for a slot, a quota, a provider's work or a person, so it continues as new
/// before its history grows long. What was sent is decided by the publication's row, never by this history.
/// </summary>
public sealed class PublishOrchestrator : Orchestrator<PublishInput, PublishEnd>
{
    /// <inheritdoc/>
    public override async Task<PublishEnd> RunAsync(OrchestrationContext context, PublishInput input)
    {
        for (var turn = 0; turn < Limits.TurnsPerExecutionMax; turn++)
        {
            PublishAnswer answer;
            try
            {
                answer = await context.CallActivityAsync(PublishNames.Advance, input, BatchDelays.StorageRetry);
            }
            catch (ActivityFailedException failure)
            {
                return new PublishEnd(input.Target, PublishEndState.Stopped) { Code = failure.Details.Code, Message = failure.Details.Message };
            }

            input = input with { Place = answer.Place };
            if (answer.Outcome == PublishOutcome.Wait)
            {
                await context.CreateTimer(Shorter(TimeSpan.FromSeconds(answer.WaitSeconds), Limits.WaitMax));
                continue;
            }

            if (answer is not { Outcome: PublishOutcome.Refused, Code: PostPublishing.NotApproved }) return PublishEnd.Of(input.Target, answer);
            input = input with { ApprovalUntil = input.ApprovalUntil ?? context.CurrentUtcDateTime.AddHours(input.ApprovalHours) };
            if (!await WaitForPersonAsync(context, input.ApprovalUntil.Value)) return PublishEnd.Of(input.Target, answer);
        }

        context.ContinueAsNew(input);
        return new PublishEnd(input.Target, PublishEndState.Stopped);
    }

    /// <summary>Waits for a word, or for the next time to look for one: an event may be lost.</summary>
    /// <returns>False when the time for it is over.</returns>
    private static async Task<bool> WaitForPersonAsync(OrchestrationContext context, DateTime until)
    {
        var left = until - context.CurrentUtcDateTime;
        if (left <= TimeSpan.Zero) return false;
        try
        {
            await context.WaitForExternalEvent<string>(PublishNames.DecidedEvent, Shorter(left, Limits.DecisionSweep));
        }
        catch (TaskCanceledException)
        {
            // Nothing was said in time: look anyway.
        }

        return true;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.FunctionApp;

/// <summary>
/// <see cref="OrchestrationContext"/> over the context of Durable Functions, member by member. Payloads travel as our own JSON in a
/// string, so that both hosts read and refuse the same. It awaits nothing but the inner context's tasks.
/// </summary>
internal sealed class DurableContext(string name, TaskOrchestrationContext inner) : OrchestrationContext
{
    private readonly DurableEvents _events = new(inner);
    // Counted as the embedded engine does, so that ids and waits which are derived from a step are the same there.
    private int _nextStep = 1;

    public override string Name => name;

    public override string InstanceId => inner.InstanceId;

    public override string? ParentInstanceId => inner.Parent?.InstanceId;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override async Task<TOutput> CallActivityAsync<TInput, TOutput>(
        ActivityReference<TInput, TOutput> activity, TInput input, RetryOptions? retry = null)
    {
        var step = _nextStep++;
        var content = JsonSerializer.Deserialize<JsonElement>(Payload.Write(input, $"input of activity '{activity.Name}'"));
        return await RetryAsync(step, retry, async attempt =>
        {
            var call = JsonSerializer.Serialize(new ActivityCall(InstanceId, step, attempt, content), DurableJson.Options);
            try
            {
                return Payload.Read<TOutput>(await inner.CallActivityAsync<string>(FunctionNames.Of(activity.Name), call));
            }
            catch (TaskFailedException failed)
            {
                throw new ActivityFailedException(CarriedFailureException.Read(failed), failed);
            }
        });
    }

    public override async Task<TOutput> CallSubOrchestratorAsync<TInput, TOutput>(
        OrchestratorReference<TInput, TOutput> orchestrator, TInput input, string? instanceId = null, RetryOptions? retry = null)
    {
        var step = _nextStep++;
        var id = instanceId ?? $"{InstanceId}:{step}";
        var content = Payload.Write(input, $"input of orchestrator '{orchestrator.Name}'");
        return await RetryAsync(step, retry, async _ =>
        {
            try
            {
                return Payload.Read<TOutput>(await inner.CallSubOrchestratorAsync<string>(
                    FunctionNames.Of(orchestrator.Name), content, new SubOrchestrationOptions { InstanceId = id }));
            }
            catch (TaskFailedException failed)
            {
                throw new SubOrchestrationFailedException(id, CarriedFailureException.Read(failed));
            }
        });
    }

    public override Task CreateTimer(DateTime fireAtUtc, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        _nextStep++;
        return inner.CreateTimer(fireAtUtc, cancellationToken);
    }

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        Payload.Read<T>(await _events.WaitAsync(eventName, cancellationToken));

    public override async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return await WaitForExternalEvent<T>(eventName);
        using var waitIsOver = new CancellationTokenSource();
        using var timerIsOver = new CancellationTokenSource();
        var wait = _events.WaitAsync(eventName, waitIsOver.Token);
        if (!wait.IsCompleted)
        {
            var timer = CreateTimer(timeout, timerIsOver.Token);
            End(await Task.WhenAny(wait, timer) == wait ? timerIsOver : waitIsOver);
        }

        return Payload.Read<T>(await wait);
    }

    public override void SetCustomStatus(object? customStatus) =>
        inner.SetCustomStatus(customStatus is null ? null : JsonSerializer.Deserialize<JsonElement>(Payload.Write(customStatus, "custom status")));

    public override void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true)
    {
        var content = Payload.Write(newInput, "input of the next execution");
        if (preserveUnprocessedEvents) _events.CarryOver();
        inner.ContinueAsNew(content, preserveUnprocessedEvents);
    }

    public override Guid NewGuid() => inner.NewGuid();

    public override ILogger CreateReplaySafeLogger(string categoryName) => inner.CreateReplaySafeLogger(categoryName);

    // Not CancelAsync, which would leave the orchestrator's turn.
    private static void End(CancellationTokenSource source) => source.Cancel();

    /// <summary>Our schedule of retries on durable timers: the waits, the jitter and the failures that are final are those of the embedded engine.</summary>
    private async Task<T> RetryAsync<T>(int step, RetryOptions? retry, Func<int, Task<T>> callAsync)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? delay;
            try
            {
                return await callAsync(attempt);
            }
            catch (ActivityFailedException failed) when (DelayAfter(failed.Details) is not null)
            {
                delay = DelayAfter(failed.Details);
            }
            catch (SubOrchestrationFailedException failed) when (DelayAfter(failed.Details) is not null)
            {
                delay = DelayAfter(failed.Details);
            }

            await CreateTimer(delay!.Value);

            TimeSpan? DelayAfter(Durable.FailureDetails failure) =>
                RetrySchedule.DelayAfter(retry, failure, attempt, RetrySchedule.Draw(InstanceId, step, attempt));
        }
    }
}

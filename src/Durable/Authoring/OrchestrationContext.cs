using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Durable;

/// <summary>
/// What an orchestrator sees of the world. The members have the names and the meaning of Durable Functions'
/// <c>TaskOrchestrationContext</c>, so that the Azure host maps them one to one.
/// </summary>
/// <remarks>
/// An orchestrator awaits only tasks that come from this context, and <c>Task.WhenAll</c>/<c>Task.WhenAny</c> of them.
/// Members are called from the orchestrator's own turn only; nothing here is safe for several threads.
/// </remarks>
public abstract class OrchestrationContext
{
    /// <summary>Name the orchestrator is registered under.</summary>
    public abstract string Name { get; }

    /// <summary>Id of this instance. Unique in a home; chosen by the caller or by the parent.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Id of the instance that started this one, or null for a top-level instance.</summary>
    public abstract string? ParentInstanceId { get; }

    /// <summary>Time of the current turn, UTC. The same at every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>True while the turn repeats what history already holds.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Calls an activity. It runs at least once; its result is seen once.</summary>
    /// <remarks>A call that is not awaited before the orchestrator returns may never run.</remarks>
    /// <exception cref="ActivityFailedException">The activity failed and no attempt is left.</exception>
    /// <exception cref="PayloadTooLargeException">The input is over <see cref="Limits.PayloadBytesMax"/>.</exception>
    public abstract Task<TOutput> CallActivityAsync<TInput, TOutput>(
        ActivityReference<TInput, TOutput> activity, TInput input, RetryOptions? retry = null);

    /// <summary>Starts another orchestrator and waits for its end.</summary>
    /// <param name="orchestrator">Which one.</param>
    /// <param name="input">Its input, at most <see cref="Limits.PayloadBytesMax"/> as JSON.</param>
    /// <param name="instanceId">
    /// Its id; null derives one from this instance's id and the step. An ended sub-orchestration of this instance with that id is
    /// replaced; an id of any other instance fails the call.
    /// </param>
    /// <param name="retry">Null for a single attempt.</param>
    /// <exception cref="SubOrchestrationFailedException">It failed or was terminated, and no attempt is left.</exception>
    public abstract Task<TOutput> CallSubOrchestratorAsync<TInput, TOutput>(
        OrchestratorReference<TInput, TOutput> orchestrator, TInput input, string? instanceId = null, RetryOptions? retry = null);

    /// <summary>A timer that survives the process. Due in the past means due now.</summary>
    /// <param name="fireAtUtc">When, UTC.</param>
    /// <param name="cancellationToken">Cancels the timer; the task then ends cancelled.</param>
    public abstract Task CreateTimer(DateTime fireAtUtc, CancellationToken cancellationToken = default);

    /// <summary>A timer that survives the process, counted from <see cref="CurrentUtcDateTime"/>.</summary>
    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) =>
        CreateTimer(CurrentUtcDateTime + delay, cancellationToken);

    /// <summary>Waits for an event raised from outside. An event that came early is kept until asked for.</summary>
    /// <remarks>Names compare without regard to case. Several waits of one name are served first come, first served.</remarks>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event at most for <paramref name="timeout"/>.</summary>
    /// <exception cref="TaskCanceledException">The time passed first, as in Durable Functions.</exception>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout);

    /// <summary>Publishes a small status object (at most <see cref="Limits.PayloadBytesMax"/> as JSON).</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>
    /// Ends this execution after the current turn and starts a new one of the same id with an empty history.
    /// Wait for outstanding activities and sub-orchestrations first: their results would be dropped.
    /// </summary>
    public abstract void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true);

    /// <summary>A version 5 id made from the instance, the execution and a counter: the same at every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent while <see cref="IsReplaying"/>.</summary>
    public abstract ILogger CreateReplaySafeLogger(string categoryName);
}

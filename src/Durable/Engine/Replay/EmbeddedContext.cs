using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>What an embedded orchestrator sees of the world: turns its calls into decisions and its awaits into pending entries.</summary>
internal sealed class EmbeddedContext(
    InstanceIdentity identity, OrchestrationRegistry? registry, TurnSynchronizationContext turn, ILoggerFactory loggers) : OrchestrationContext
{
    private readonly Dictionary<int, PendingCall> _calls = [];
    private readonly Dictionary<int, PendingTimer> _timers = [];
    private readonly ExternalEvents _events = new();
    private readonly List<DecisionEvent> _decisions = [];
    private DateTime _clock;
    private int _execution;
    private int _guids;
    private bool _isReplaying;
    private (string Input, bool PreserveEvents)? _next;

    public override string Name => identity.Name;

    public override string InstanceId => identity.Id;

    public override string? ParentInstanceId => identity.ParentId;

    public override DateTime CurrentUtcDateTime => _clock;

    public override bool IsReplaying => _isReplaying;

    /// <summary>Step of the next call.</summary>
    public int NextStep { get; private set; }

    /// <summary>Custom status as last set, JSON.</summary>
    public string? CustomStatus { get; private set; }

    /// <summary>True when a result, a timer or an event can move the orchestrator on.</summary>
    public bool IsWaiting => _calls.Count + _timers.Count + _events.WaitCount > 0;

    /// <summary>Calls without a result yet.</summary>
    public IReadOnlyDictionary<int, PendingCall> Calls => _calls;

    /// <summary>Timers that have neither fired nor been cancelled.</summary>
    public IReadOnlyDictionary<int, PendingTimer> Timers => _timers;

    /// <summary>What the code has asked for since this was last cleared.</summary>
    public List<DecisionEvent> Decisions => _decisions;

    /// <summary>How the next execution begins, when the code has asked for one.</summary>
    public NextExecution? Next => _next is { } next
        ? new NextExecution(_execution + 1, NextStep, next.Input, next.PreserveEvents ? _events.Unprocessed() : [])
        : null;

    public override Task<TOutput> CallActivityAsync<TInput, TOutput>(
        ActivityReference<TInput, TOutput> activity, TInput input, RetryOptions? retry = null)
    {
        EnsureOnTurn();
        if (registry?.Activities.ContainsKey(activity.Name) == false) throw NotRegistered("Activity", activity.Name);
        var json = Payload.Write(input, $"input of activity '{activity.Name}'");
        return Call<TOutput>(new ActivityScheduled(NextStep++, activity.Name, json, Attempt: 1), retry);
    }

    public override Task<TOutput> CallSubOrchestratorAsync<TInput, TOutput>(
        OrchestratorReference<TInput, TOutput> orchestrator, TInput input, string? instanceId = null, RetryOptions? retry = null)
    {
        EnsureOnTurn();
        if (registry?.Orchestrators.ContainsKey(orchestrator.Name) == false) throw NotRegistered("Orchestrator", orchestrator.Name);
        var json = Payload.Write(input, $"input of orchestrator '{orchestrator.Name}'");
        var step = NextStep++;
        return Call<TOutput>(new SubOrchestrationScheduled(step, orchestrator.Name, instanceId ?? $"{InstanceId}:{step}", json), retry);
    }

    public override Task CreateTimer(DateTime fireAtUtc, CancellationToken cancellationToken = default)
    {
        EnsureOnTurn();
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        var completion = new TaskCompletionSource();
        CancellationTokenRegistration cancellation = default;
        var timer = AddTimer(fireAtUtc, () =>
        {
            cancellation.Unregister();
            completion.TrySetResult();
        });
        cancellation = cancellationToken.UnsafeRegister(_ =>
        {
            EnsureOnTurn();
            if (RemoveTimer(timer)) completion.TrySetCanceled(cancellationToken);
        }, null);
        return completion.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureOnTurn();
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        CancellationTokenRegistration cancellation = default;
        var (wait, isAnswered) = Wait<T>(eventName, () => cancellation.Unregister());
        if (isAnswered) return wait.Task;
        cancellation = cancellationToken.UnsafeRegister(_ =>
        {
            EnsureOnTurn();
            if (_events.Remove(wait)) wait.Cancel(cancellationToken);
        }, null);
        return wait.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout)
    {
        EnsureOnTurn();
        PendingTimer? timer = null;
        var (wait, isAnswered) = Wait<T>(eventName, () =>
        {
            if (timer is not null) RemoveTimer(timer);
        });
        if (isAnswered || timeout == Timeout.InfiniteTimeSpan) return wait.Task;
        timer = AddTimer(_clock + timeout, () =>
        {
            if (_events.Remove(wait)) wait.Cancel(CancellationToken.None);
        });
        return wait.Task;
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureOnTurn();
        CustomStatus = customStatus is null ? null : Payload.Write(customStatus, "custom status");
    }

    public override void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true)
    {
        EnsureOnTurn();
        _next = (Payload.Write(newInput, "input of the next execution"), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        EnsureOnTurn();
        return DeterministicGuid.Create($"{InstanceId}_{_execution}_{_guids++}");
    }

    public override ILogger CreateReplaySafeLogger(string categoryName) => new ReplaySafeLogger(this, loggers.CreateLogger(categoryName));

    /// <summary>Begins an execution.</summary>
    public void Start(ExecutionStarted started)
    {
        _execution = started.Execution;
        NextStep = started.FirstStep;
        foreach (var carried in started.Carried ?? []) _events.Raise(carried.Name, carried.Payload);
    }

    /// <summary>The status an execution begins with: the last one of the execution before.</summary>
    public void RestoreCustomStatus(string? json) => CustomStatus = json;

    public void SetReplaying(bool isReplaying) => _isReplaying = isReplaying;

    /// <summary>Time never goes back for an instance, even when the host's clock does.</summary>
    public void AdvanceClock(DateTime at)
    {
        if (at > _clock) _clock = at;
    }

    /// <summary>Takes what history recorded in place of what the code has just asked for: it is what was acted upon.</summary>
    public void Adopt(DecisionEvent recorded)
    {
        if (recorded is TimerCreated timer && _timers.TryGetValue(timer.Step, out var pendingTimer)) pendingTimer.Decision = timer;
        else if (_calls.TryGetValue(recorded.Step, out var call)) call.Decision = recorded;
    }

    /// <summary>Gives the code its result. A result that nobody waits for is dropped.</summary>
    public void Complete(int step, string output)
    {
        if (_calls.Remove(step, out var call)) call.Complete(output);
    }

    /// <inheritdoc cref="Complete"/>
    public void Fail(int step, FailureDetails failure)
    {
        if (!_calls.Remove(step, out var call)) return;
        call.Fail(call.Decision is SubOrchestrationScheduled child
            ? new SubOrchestrationFailedException(child.InstanceId, failure)
            : new ActivityFailedException(failure));
    }

    /// <inheritdoc cref="Complete"/>
    public void FireTimer(int step)
    {
        if (!_timers.Remove(step, out var timer)) return;
        AdvanceClock(timer.Decision.FireAt);
        timer.Fire();
    }

    public void Raise(EventRaised raised) => _events.Raise(raised.Name, raised.Payload);

    private Task<T> Call<T>(DecisionEvent decision, RetryOptions? retry) => retry is null ? CallOnce<T>(decision) : CallRetrying<T>(decision, retry);

    private Task<T> CallOnce<T>(DecisionEvent decision)
    {
        var call = new PendingCall<T>(decision);
        _calls.Add(decision.Step, call);
        _decisions.Add(decision);
        return call.Task;
    }

    /// <summary>Attempts share the step of the call: it is one call, however often it is made.</summary>
    private async Task<T> CallRetrying<T>(DecisionEvent decision, RetryOptions retry)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? delay = null;
            try
            {
                return await CallOnce<T>(decision is ActivityScheduled activity ? activity with { Attempt = attempt } : decision with { });
            }
            catch (Exception error) when (DelayAfter(error, attempt) is { } wait)
            {
                delay = wait;
            }

            await CreateTimer(delay.Value);
        }

        TimeSpan? DelayAfter(Exception error, int attempt)
        {
            var failure = (error as ActivityFailedException)?.Details ?? (error as SubOrchestrationFailedException)?.Details;
            return failure is null ? null : RetrySchedule.DelayAfter(retry, failure, attempt, RetrySchedule.Draw(InstanceId, decision.Step, attempt));
        }
    }

    private (EventWait<T> Wait, bool IsAnswered) Wait<T>(string eventName, Action onDelivered)
    {
        var wait = new EventWait<T>(eventName, onDelivered);
        var isAnswered = _events.TryTake(eventName, out var payload);
        if (isAnswered) wait.Deliver(payload);
        else _events.Add(wait);
        return (wait, isAnswered);
    }

    private PendingTimer AddTimer(DateTime fireAt, Action onFired)
    {
        var dueUtc = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        var timer = new PendingTimer(new TimerCreated(NextStep++, dueUtc), onFired);
        _timers.Add(timer.Decision.Step, timer);
        _decisions.Add(timer.Decision);
        return timer;
    }

    private bool RemoveTimer(PendingTimer timer)
    {
        timer.Alarm?.Cancel();
        return _timers.Remove(timer.Decision.Step);
    }

    private void EnsureOnTurn()
    {
        if (turn.IsOnTurn) return;
        throw new InvalidOperationException(
            "The orchestration context was used outside the orchestrator's turn. Await only what the context gives, without ConfigureAwait(false).");
    }

    private static InvalidOperationException NotRegistered(string what, string name) => new($"{what} '{name}' is not registered.");
}

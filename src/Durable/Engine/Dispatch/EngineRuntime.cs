using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>The live instances of a process and what they share.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class EngineRuntime : IDisposable
{
    private readonly ConcurrentDictionary<string, InstanceActor> _actors = new(StringComparer.Ordinal);
    private readonly CompletionSignals _completions;
    private readonly TimeProvider _time;
    private readonly WorkCounter _turns = new();
    private readonly WorkCounter _busy = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Phase _phase = Phase.Opened;

    public EngineRuntime(IHistoryStore store, OrchestrationRegistry registry, EngineOptions options, CompletionSignals completions)
    {
        Store = store;
        Registry = registry;
        Loggers = options.LoggerFactory;
        Logger = Loggers.CreateLogger("FunctionsPipeline.Durable");
        _time = options.TimeProvider;
        _completions = completions;
        Timers = new TimerQueue(_time);
        Activities = new ActivityDispatcher(registry, options.ActivityConcurrencyMax, _busy, Logger);
        Inbox = new InboxReader(this, _time, options.InboxPollInterval);
    }

    private enum Phase
    {
        Opened,
        Running,
        Draining,
        Stopped,
    }

    public IHistoryStore Store { get; }

    public OrchestrationRegistry Registry { get; }

    public ILoggerFactory Loggers { get; }

    public ILogger Logger { get; }

    public TimerQueue Timers { get; }

    public ActivityDispatcher Activities { get; }

    public InboxReader Inbox { get; }

    public DateTime UtcNow => _time.GetUtcNow().UtcDateTime;

    /// <summary>False when no turn may be taken any more.</summary>
    public bool MayRecord => _phase < Phase.Stopped;

    /// <summary>False when nothing new may be started.</summary>
    public bool MayStart => _phase == Phase.Running;

    /// <summary>Takes up every unfinished instance whose top-level id is included.</summary>
    public void Start(Func<string, bool>? include)
    {
        if (Interlocked.CompareExchange(ref _phase, Phase.Running, Phase.Opened) != Phase.Opened)
        {
            throw new InvalidOperationException("The engine has been started or stopped before.");
        }

        var actors = Store.ListUnfinished()
            .Where(record => include is null || include(record.RootId))
            .Select(record => new InstanceActor(record, this))
            .Where(actor => _actors.TryAdd(actor.Id, actor))
            .ToList();
        foreach (var actor in actors) actor.Wake();
        Inbox.Start();
    }

    /// <summary>Runs an instance that was just made.</summary>
    public void StartNew(InstanceRecord record)
    {
        if (!MayStart) return;
        var actor = new InstanceActor(record, this);

        // An ended child of the same id may be about to leave: a retry has replaced it.
        if (_actors.AddOrUpdate(actor.Id, actor, (_, other) => other.Key == actor.Key ? other : actor) != actor) return;
        actor.Wake();
        Inbox.Claim(actor);
    }

    public void StartChild(NewChild child, long key, ParentLink parent, string rootId) =>
        StartNew(NewRecord(child.Instance, key, parent, rootId));

    public static InstanceRecord NewRecord(NewInstance instance, long key, ParentLink? parent, string rootId) => new(
        key,
        new OrchestrationState(
            instance.Id, instance.Name, OrchestrationStatus.Pending, instance.CreatedAt, instance.CreatedAt, instance.Input, null, null, null),
        parent,
        rootId,
        Execution: 1,
        FirstStep: 1,
        LastSequence: 0,
        Carried: null);

    public InstanceActor? Find(string instanceId) => _actors.GetValueOrDefault(instanceId);

    /// <summary>An instance has ended by itself, and that is on disk.</summary>
    public void Ended(InstanceActor actor, ExecutionOutcome outcome)
    {
        if (actor.Parent is { } parent)
        {
            Find(parent.Id)?.Post(new Message(ChildEnd.Of(parent.Step, outcome.Status, outcome.Output, outcome.Failure)));
        }

        Forget(actor);
        _completions.Signal(actor.Id);
    }

    /// <summary>The instance is no longer run here.</summary>
    public void Forget(InstanceActor actor) => _actors.TryRemove(KeyValuePair.Create(actor.Id, actor));

    /// <summary>Ends an instance and those below it from outside.</summary>
    public async Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        var parent = Store.Find(instanceId)?.Parent;
        var ended = await Store.TerminateAsync(instanceId, reason, UtcNow, cancellationToken);
        foreach (var id in ended)
        {
            if (_actors.TryRemove(id, out var actor)) actor.Abandon();
            _completions.Signal(id);
        }

        if (ended.Count > 0 && parent is not null)
        {
            var failure = new FailureDetails(FailureDetails.TerminatedCode, reason, IsRetryable: false);
            Find(parent.Id)?.Post(new Message(ChildEnd.Of(parent.Step, OrchestrationStatus.Terminated, null, failure)));
        }

        return ended.Count > 0;
    }

    public void EnterTurn()
    {
        _busy.Enter();
        _turns.Enter();
    }

    public void LeaveTurn()
    {
        _turns.Leave();
        _busy.Leave();
    }

    public Task WhenIdleAsync() => _busy.WhenZeroAsync();

    /// <summary>Memory may not be trusted any more: nothing goes on, and everybody who waits is told why.</summary>
    public void Fail(Exception error)
    {
        if (!Halt())
        {
            Logger.LogDebug(error, "After the durable engine had stopped: {Message}", error.Message);
            return;
        }

        Logger.LogCritical(error, "The durable engine has stopped: {Message}", error.Message);
        _completions.Fail(new EngineStoppedException("The durable engine has stopped. " + error.Message, error));
    }

    /// <summary>Starts nothing new, lets what is under way end, and records it. A stop or a failure cuts it short.</summary>
    public async Task DrainAsync()
    {
        Interlocked.CompareExchange(ref _phase, Phase.Draining, Phase.Running);
        await Task.WhenAny(Activities.DrainAsync(), _stopped.Task);
        await _turns.WhenZeroAsync();
    }

    /// <summary>Ends as soon as the saves under way are done.</summary>
    public Task StopAsync()
    {
        Halt();
        return _turns.WhenZeroAsync();
    }

    public void Dispose()
    {
        Inbox.Dispose();
        Timers.Dispose();
    }

    /// <summary>False when everything had halted before.</summary>
    private bool Halt()
    {
        _phase = Phase.Stopped;
        Activities.Abort();
        return _stopped.TrySetResult();
    }
}

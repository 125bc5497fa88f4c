using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>
/// One live instance. Its turns are serial: take what has come, record it, let the code go on, save all of it at once, and
/// only then act on what the code asked for.
/// </summary>
/// <remarks><see cref="Post"/>, <see cref="Wake"/> and <see cref="Abandon"/> are safe for several threads.</remarks>
internal sealed class InstanceActor(InstanceRecord record, EngineRuntime engine) : IThreadPoolWorkItem
{
    private readonly Mailbox _mailbox = new();
    private ReplayEngine? _replay;
    private InstanceRecord _record = record;
    private int _sequence = record.LastSequence;
    private bool _isHeld;

    public long Key { get; } = record.Key;

    public string Id { get; } = record.State.InstanceId;

    public string RootId { get; } = record.RootId;

    /// <summary>Where the end of the instance is reported.</summary>
    public ParentLink? Parent { get; } = record.Parent;

    private bool HasNotBegun => _replay is null && !_isHeld;

    /// <summary>Gives the instance something to work on.</summary>
    public void Post(Message message)
    {
        if (_mailbox.Put(message)) Schedule();
    }

    /// <summary>Lets the instance take a turn although nothing has come: its first one, or the one that loads it.</summary>
    public void Wake()
    {
        if (_mailbox.Wake()) Schedule();
    }

    /// <summary>The instance has ended: it takes nothing more. A last turn puts its alarms off.</summary>
    public void Abandon()
    {
        if (_mailbox.Close()) Schedule();
    }

    void IThreadPoolWorkItem.Execute() => _ = TakeTurnsAsync();

    private void Schedule()
    {
        engine.EnterTurn();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task TakeTurnsAsync()
    {
        try
        {
            do
            {
                await TakeTurnAsync(_mailbox.TakeAll());
            }
            while (!_mailbox.TryLeave(engine.MayRecord, HasNotBegun && engine.MayStart));

            if (_mailbox.IsClosed) CancelAlarms();
        }
        catch (Exception error)
        {
            // Memory and disk may differ now. Nothing may go on from here; a restart begins from what is on disk.
            engine.Fail(error);
        }
        finally
        {
            engine.LeaveTurn();
        }
    }

    private async Task TakeTurnAsync(List<Message> mail)
    {
        if (_mailbox.IsClosed || !engine.MayRecord) return;
        if (_replay is null && !await BeginAsync(mail)) return;
        if (_isHeld) return;

        var turn = new Turn(_replay!, engine.UtcNow);
        var taken = turn.Take(mail);
        if (turn.IsEmpty) return;
        var result = await engine.Store.CommitTurnAsync(turn.ToCommit(Key, _sequence));
        if (!result.Accepted)
        {
            // Terminated in the meantime: what this turn did has not happened.
            Abandon();
            engine.Forget(this);
            return;
        }

        _sequence += turn.Lines.Count;
        Act(turn, result, mail, taken);
    }

    /// <summary>Brings the code to where history left it. False when it does not get there.</summary>
    private async Task<bool> BeginAsync(List<Message> mail)
    {
        var state = _record.State;
        if (!engine.Registry.Orchestrators.TryGetValue(state.Name, out var registration))
        {
            await HoldAsync(new FailureDetails(FailureCodes.OrchestratorNotRegistered, $"Orchestrator '{state.Name}' is not registered.", IsRetryable: false));
            return false;
        }

        var replay = new ReplayEngine(
            registration, new InstanceIdentity(state.InstanceId, state.Name, Parent?.Id), engine.Registry, engine.Loggers);
        replay.Context.RestoreCustomStatus(state.CustomStatus);
        if (_sequence == 0)
        {
            mail.Insert(0, new Message(new ExecutionStarted(_record.Execution, _record.FirstStep, state.Input, _record.Carried)));
            Begun(replay);
            return true;
        }

        try
        {
            replay.Replay(engine.Store.LoadHistory(Key));
        }
        catch (NonDeterminismException error)
        {
            engine.Logger.LogError(error, "Held: {Message}. Put the old code back, or terminate the instance.", error.Message);
            await HoldAsync(new FailureDetails(FailureCodes.NonDeterminism, error.Message, IsRetryable: false));
            return false;
        }

        Begun(replay);
        if (state.Failure is not null) await SaveFailureAsync(null);
        TakeUpPending(replay);
        return true;
    }

    /// <summary>Acts again on what was asked for before the process ended and has no result yet.</summary>
    private void TakeUpPending(ReplayEngine replay)
    {
        var calls = replay.Context.Calls.Values.Select(call => call.Decision).Where(decision => !replay.IsKept(decision.Step)).ToList();
        engine.Activities.Enqueue([.. calls.OfType<ActivityScheduled>().Select(scheduled => new ActivityDispatcher.Job(this, scheduled))]);
        Arm(replay.Context.Timers.Values.Where(timer => !replay.IsKept(timer.Decision.Step)));
        foreach (var child in calls.OfType<SubOrchestrationScheduled>()) LookAfter(child);
    }

    /// <summary>Finds out what became of a sub-orchestration if it can no longer tell by itself.</summary>
    private void LookAfter(SubOrchestrationScheduled child)
    {
        // One that is live has told its end or will: told twice, it could be taken for the end of a second attempt.
        if (engine.Find(child.InstanceId)?.Parent?.Key == Key) return;
        var record = engine.Store.Find(child.InstanceId);
        if (record?.Parent is not { } parent || parent.Key != Key || parent.Step != child.Step)
        {
            Post(new Message(ChildEnd.IdTaken(child.Step, child.InstanceId)));
        }
        else if (record.State is { IsEnded: true } state)
        {
            Post(new Message(ChildEnd.Of(child.Step, state.Status, state.Output, state.Failure)));
        }
    }

    private void Begun(ReplayEngine replay)
    {
        _replay = replay;
        _record = _record with { State = _record.State with { Input = null }, Carried = null };
    }

    private Task HoldAsync(FailureDetails failure)
    {
        _isHeld = true;
        return SaveFailureAsync(failure);
    }

    private Task SaveFailureAsync(FailureDetails? failure) => engine.Store.CommitTurnAsync(new TurnCommit
    {
        Key = Key,
        ExpectedSequence = _sequence,
        At = engine.UtcNow,
        Status = _record.State.Status,
        Events = [],
        CustomStatus = _record.State.CustomStatus,
        Failure = failure,
    });

    /// <summary>The turn is on disk: now the world may see it.</summary>
    private void Act(Turn turn, TurnResult result, List<Message> mail, int taken)
    {
        var outcome = _replay!.Outcome;
        for (var index = 0; index < turn.Children.Count; index++) StartChild(turn.Children[index], result.ChildKeys[index]);
        if (outcome is null)
        {
            Dispatch(turn.Lines);
            return;
        }

        CancelAlarms();
        if (outcome.Next is { } next)
        {
            _record = _record with
            {
                State = _record.State with { Input = next.Input, CustomStatus = _replay.Context.CustomStatus },
                Execution = next.Execution,
                FirstStep = next.FirstStep,
                Carried = next.Carried,
            };
            _replay = null;
            _sequence = 0;

            // What came after the execution ended belongs to the next one.
            _mailbox.PutBack(mail.Skip(taken));
            return;
        }

        Abandon();
        engine.Ended(this, outcome);
    }

    private void Dispatch(List<HistoryEvent> lines)
    {
        List<ActivityDispatcher.Job>? jobs = null;
        List<PendingTimer>? timers = null;
        foreach (var line in lines)
        {
            if (line is ActivityScheduled scheduled) (jobs ??= []).Add(new ActivityDispatcher.Job(this, scheduled));
            else if (line is TimerCreated created && _replay!.Context.Timers.TryGetValue(created.Step, out var timer)) (timers ??= []).Add(timer);
        }

        if (timers is not null) Arm(timers);
        if (jobs is not null) engine.Activities.Enqueue(jobs);
    }

    private void StartChild(NewChild child, long key)
    {
        if (key == 0) Post(new Message(ChildEnd.IdTaken(child.ParentStep, child.Instance.Id)));
        else engine.StartChild(child, key, new ParentLink(Key, Id, child.ParentStep), RootId);
    }

    /// <summary>Sets the alarms, the earliest first: those that are due by now fire as they are set.</summary>
    private void Arm(IEnumerable<PendingTimer> timers)
    {
        foreach (var timer in timers.OrderBy(timer => timer.Decision.FireAt))
        {
            var step = timer.Decision.Step;
            timer.Alarm = engine.Timers.Set(timer.Decision.FireAt, () => Post(new Message(new TimerFired(step))));
        }
    }

    private void CancelAlarms()
    {
        if (_replay is null) return;
        foreach (var timer in _replay.Context.Timers.Values) timer.Alarm?.Cancel();
    }
}

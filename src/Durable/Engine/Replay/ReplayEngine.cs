using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>
/// Runs one execution of an orchestrator: lines of history go in, decisions come out. No clock, no disk and no thread of its
/// own, so the same lines give the same decisions.
/// </summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class ReplayEngine
{
    private readonly OrchestratorRegistration _registration;
    private readonly InstanceIdentity _identity;
    private readonly TurnSynchronizationContext _turn = new();
    private readonly List<ReceivedEvent> _kept = [];
    private readonly Action<ReceivedEvent> _dispatch;
    private Task<object?>? _run;

    public ReplayEngine(
        OrchestratorRegistration registration, InstanceIdentity identity, OrchestrationRegistry? registry, ILoggerFactory loggers)
    {
        _registration = registration;
        _identity = identity;
        _dispatch = Dispatch;
        Context = new EmbeddedContext(identity, registry, _turn, loggers);
    }

    public EmbeddedContext Context { get; }

    /// <summary>True between <see cref="ExecutionSuspended"/> and <see cref="ExecutionResumed"/>.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>Set when the execution has ended.</summary>
    public ExecutionOutcome? Outcome { get; private set; }

    /// <summary>Repeats what history holds and checks that the code asks for the same, in the same order.</summary>
    /// <exception cref="NonDeterminismException">It does not.</exception>
    public void Replay(IReadOnlyList<HistoryEvent> history)
    {
        var asked = new List<HistoryEvent>();
        var matched = 0;
        Context.SetReplaying(true);
        foreach (var line in history)
        {
            if (line is DecisionEvent recorded)
            {
                Match(recorded, matched < asked.Count ? (DecisionEvent)asked[matched] : null);
                matched++;
                continue;
            }

            EnsureAllMatched(asked, matched);
            asked.Clear();
            matched = 0;
            Deliver((ReceivedEvent)line, asked);
        }

        EnsureAllMatched(asked, matched);
        Context.SetReplaying(false);
    }

    /// <summary>True when the line would change something: a result that nobody waits for any more would not.</summary>
    public bool Accepts(ReceivedEvent line) => line switch
    {
        _ when Outcome is not null => false,
        TimerFired e => Context.Timers.ContainsKey(e.Step) && !IsKept(e.Step),
        ResultEvent e => Context.Calls.ContainsKey(e.Step) && !IsKept(e.Step),
        ExecutionSuspended => !IsSuspended,
        ExecutionResumed => IsSuspended,
        _ => true,
    };

    /// <summary>True when the result of that step has come during a suspension and waits for its end.</summary>
    public bool IsKept(int step) => _kept.Any(line => line is ResultEvent result && result.Step == step);

    /// <summary>Gives one line to the code and appends what the code then asks for.</summary>
    public void Deliver(ReceivedEvent line, List<HistoryEvent> decisions)
    {
        if (Outcome is not null) return;
        Context.AdvanceClock(line.At);
        switch (line)
        {
            case ExecutionTerminated terminated:
                Outcome = new ExecutionOutcome(
                    OrchestrationStatus.Terminated,
                    Failure: new FailureDetails(FailureDetails.TerminatedCode, terminated.Reason, IsRetryable: false));
                break;
            case ExecutionSuspended:
                IsSuspended = true;
                break;
            case ExecutionResumed:
                DeliverKept(decisions);
                break;
            case var _ when IsSuspended:
                _kept.Add(line);
                break;
            default:
                Apply(line, decisions);
                break;
        }
    }

    private void DeliverKept(List<HistoryEvent> decisions)
    {
        IsSuspended = false;
        var delivered = 0;
        while (delivered < _kept.Count && Outcome is null) Apply(_kept[delivered++], decisions);
        if (Outcome?.Next is { } next)
        {
            // The execution ended on the way: what it did not get belongs to the one after it.
            var rest = _kept.Skip(delivered).OfType<EventRaised>().Select(raised => new CarriedEvent(raised.Name, raised.Payload));
            Outcome = Outcome with { Next = next with { Carried = [.. next.Carried, .. rest] } };
        }

        _kept.Clear();
    }

    private void Apply(ReceivedEvent line, List<HistoryEvent> decisions)
    {
        if (Outcome is not null) return;
        try
        {
            _turn.Run(_dispatch, line);
        }
        catch (Exception error)
        {
            // Only code that escaped from its task ends here, such as an async void method.
            _run = Task.FromException<object?>(error);
        }

        foreach (var decision in Context.Decisions)
        {
            decision.At = Context.CurrentUtcDateTime;
            decisions.Add(decision);
        }

        Context.Decisions.Clear();
        if (Conclude() is { } last)
        {
            last.At = Context.CurrentUtcDateTime;
            decisions.Add(last);
        }
    }

    private void Dispatch(ReceivedEvent line)
    {
        switch (line)
        {
            case ExecutionStarted started:
                Context.Start(started);
                _run = StartCode(started.Input);
                break;
            case ActivityCompleted e:
                Context.Complete(e.Step, e.Output);
                break;
            case ActivityFailed e:
                Context.Fail(e.Step, e.Failure);
                break;
            case SubOrchestrationCompleted e:
                Context.Complete(e.Step, e.Output);
                break;
            case SubOrchestrationFailed e:
                Context.Fail(e.Step, e.Failure);
                break;
            case TimerFired e:
                Context.FireTimer(e.Step);
                break;
            case EventRaised e:
                Context.Raise(e);
                break;
            default:
                throw new InvalidOperationException($"{line.GetType().Name} is not for the code.");
        }
    }

    private async Task<object?> StartCode(string? input) =>
        await _registration.RunAsync(Context, Payload.Read(input ?? "null", _registration.InputType));

    /// <summary>Looks whether the execution has ended, and how.</summary>
    private DecisionEvent? Conclude()
    {
        if (_run is { IsCompleted: false } && Context.IsWaiting && !_turn.SawForeignPost) return null;
        FailureDetails failure;
        switch (_run)
        {
            case { IsCompletedSuccessfully: true } when Context.Next is { } next:
                Outcome = new ExecutionOutcome(OrchestrationStatus.Running, Next: next);
                return null;
            case { IsCompletedSuccessfully: true }:
                try
                {
                    var output = Payload.Write(_run.Result, _registration.OutputType, $"output of orchestrator '{_identity.Name}'");
                    Outcome = new ExecutionOutcome(OrchestrationStatus.Completed, output);
                    return new ExecutionCompleted(Context.NextStep, output);
                }
                catch (Exception error) when (error is PayloadTooLargeException or NotSupportedException)
                {
                    failure = FailureTranslator.Of(error);
                }

                break;
            case { IsCompleted: true }:
                failure = FailureTranslator.Of(_run.Exception?.InnerException ?? new TaskCanceledException(_run));
                break;
            default:
                failure = new FailureDetails(
                    FailureCodes.ForeignAwait,
                    $"The orchestrator '{_identity.Name}' awaits something that did not come from its context, so no replay could repeat it.",
                    IsRetryable: false);
                break;
        }

        Outcome = new ExecutionOutcome(OrchestrationStatus.Failed, Failure: failure);
        return new ExecutionFailed(Context.NextStep, failure);
    }

    private void Match(DecisionEvent recorded, DecisionEvent? asked)
    {
        var isSame = asked is not null && asked.GetType() == recorded.GetType() && asked.Step == recorded.Step && (recorded, asked) switch
        {
            (ActivityScheduled r, ActivityScheduled a) => Same(r.Name, a.Name),
            (SubOrchestrationScheduled r, SubOrchestrationScheduled a) => Same(r.Name, a.Name) && Same(r.InstanceId, a.InstanceId),
            _ => true,
        };
        if (!isSame) throw Differs(recorded.Step, recorded.Describe(), asked?.Describe() ?? "nothing");
        Context.Adopt(recorded);
    }

    private void EnsureAllMatched(List<HistoryEvent> asked, int matched)
    {
        if (matched == asked.Count) return;
        var extra = (DecisionEvent)asked[matched];
        throw Differs(extra.Step, "nothing", extra.Describe());
    }

    private NonDeterminismException Differs(int step, string inHistory, string inCode) =>
        new(_identity.Id, _identity.Name, step, inHistory, inCode);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}

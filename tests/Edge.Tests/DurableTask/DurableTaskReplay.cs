using System.Text.Json.Nodes;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.FunctionApp;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker.Grpc;
using Proto = Microsoft.DurableTask.Protobuf;

namespace FunctionsPipeline.Edge.Tests.DurableTask;

/// <summary>
/// Gives a frozen history of the embedded engine to the worker of Durable Functions, turn by turn and at the recorded times, and asks after
/// each turn whether our context has made the calls that the history holds: same kind, name, id and input, in the same order.
/// </summary>
internal sealed class DurableTaskReplay(OrchestrationRegistry registry, InstanceHistory history)
{
    private readonly List<Proto.HistoryEvent> _past = [];

    // A call of ours by its step; a repeated attempt takes the place of the one before.
    private readonly Dictionary<int, Proto.OrchestratorAction> _open = [];
    private DateTime _now;

    /// <summary>Replays to the end and returns the last action of the worker.</summary>
    public Proto.CompleteOrchestrationAction? Run()
    {
        Proto.CompleteOrchestrationAction? end = null;
        for (var at = 0; at < history.Events.Count;)
        {
            var received = history.Events[at++].ShouldBeAssignableTo<ReceivedEvent>()!;
            var expected = history.Events.Skip(at).TakeWhile(line => line is DecisionEvent).Cast<DecisionEvent>().ToList();
            at += expected.Count;

            var actions = TakeTurn(received);

            actions.Select(Describe).ShouldBe(expected.Select(Describe), $"after {received.GetType().Name}, line {at - expected.Count} of {history.InstanceId}");
            foreach (var (action, decision) in actions.Zip(expected)) _open[decision.Step] = action;
            end = actions.LastOrDefault()?.CompleteOrchestration;
        }

        return end;
    }

    private List<Proto.OrchestratorAction> TakeTurn(ReceivedEvent received)
    {
        // Time of an instance never goes back, and a timer that has fired was due.
        if (received.At > _now) _now = received.At;
        if (received is TimerFired fired && _open[fired.Step].CreateTimer.FireAt.ToDateTime() is var due && due > _now) _now = due;
        var request = new Proto.OrchestratorRequest { InstanceId = history.InstanceId };
        request.PastEvents.Add(_past);
        request.NewEvents.Add(Event(new Proto.OrchestratorStartedEvent()));
        request.NewEvents.Add(Translate(received));

        var answer = GrpcOrchestrationRunner.LoadAndRun(
            Convert.ToBase64String(request.ToByteArray()), new RunOrchestrator(new DurableRunner(registry), history.Name));

        var actions = Proto.OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer)).Actions.ToList();
        _past.AddRange(request.NewEvents);
        _past.AddRange(actions.Where(action => action.CompleteOrchestration is null).Select(Accepted));
        return actions;
    }

    /// <summary>What the code asked for, in words that both hosts share.</summary>
    private static string Describe(DecisionEvent decision) => decision switch
    {
        ActivityScheduled e => $"activity {FunctionNames.Of(e.Name)} attempt {e.Attempt} {Sorted(e.Input)}",
        SubOrchestrationScheduled e => $"child {FunctionNames.Of(e.Name)} {e.InstanceId} {Sorted(e.Input)}",
        TimerCreated e => $"timer {e.FireAt:O}",
        ExecutionCompleted e => $"completed {Sorted(e.Output)}",
        ExecutionFailed e => $"failed {e.Failure}",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "No such decision."),
    };

    private string Describe(Proto.OrchestratorAction action) => action switch
    {
        { ScheduleTask: { } task } => Describe(task),
        { CreateSubOrchestration: { } child } => $"child {child.Name} {child.InstanceId} {Sorted(Argument(child.Input))}",
        { CreateTimer: { } timer } => $"timer {timer.FireAt.ToDateTime():O}",
        { CompleteOrchestration: { OrchestrationStatus: Proto.OrchestrationStatus.Completed } end } => $"completed {Sorted(Payload.Read<string>(end.Result))}",
        { CompleteOrchestration: { FailureDetails: { } failure } } =>
            $"failed {CarriedFailureException.Read(new TaskFailureDetails(failure.ErrorType, failure.ErrorMessage, null, null, null))}",
        _ => $"{action}",
    };

    private string Describe(Proto.ScheduleTaskAction task)
    {
        var call = Payload.Read<ActivityCall>(Argument(task.Input));
        call.InstanceId.ShouldBe(history.InstanceId);
        return $"activity {task.Name} attempt {call.Attempt} {Sorted(call.Input.GetRawText())}";
    }

    /// <summary>JSON with the members of each object in the order of their names: a record that changed its order says the same.</summary>
    private static string Sorted(string json) => Sorted(JsonNode.Parse(json))?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    // An input travels as a list of one.
    private static string Argument(string input) => input.StartsWith('[') ? Payload.Read<string[]>(input).Single() : Payload.Read<string>(input);

    private Proto.HistoryEvent Translate(ReceivedEvent received) => received switch
    {
        ExecutionStarted e => Event(Start(e)),
        ActivityCompleted e => Event(new Proto.TaskCompletedEvent { TaskScheduledId = _open[e.Step].Id, Result = Content(e.Output) }),
        ActivityFailed e => Event(new Proto.TaskFailedEvent { TaskScheduledId = _open[e.Step].Id, FailureDetails = Failure(e.Failure) }),
        SubOrchestrationCompleted e => Event(new Proto.SubOrchestrationInstanceCompletedEvent { TaskScheduledId = _open[e.Step].Id, Result = Content(e.Output) }),
        SubOrchestrationFailed e => Event(new Proto.SubOrchestrationInstanceFailedEvent { TaskScheduledId = _open[e.Step].Id, FailureDetails = Failure(e.Failure) }),
        TimerFired e => Event(new Proto.TimerFiredEvent { TimerId = _open[e.Step].Id, FireAt = _open[e.Step].CreateTimer.FireAt }),
        EventRaised e => Event(new Proto.EventRaisedEvent { Name = e.Name, Input = Content(e.Payload ?? "null") }),
        _ => throw new ArgumentOutOfRangeException(nameof(received), received, "A frozen history holds none of these."),
    };

    private Proto.ExecutionStartedEvent Start(ExecutionStarted started)
    {
        started.Carried.ShouldBeNull("Carried events are for the contract suite.");
        return new Proto.ExecutionStartedEvent
        {
            Name = FunctionNames.Of(history.Name),
            Input = Content(started.Input!),
            OrchestrationInstance = new Proto.OrchestrationInstance { InstanceId = history.InstanceId, ExecutionId = "1" },
            ParentInstance = history.ParentInstanceId is { } parent
                ? new Proto.ParentInstanceInfo { OrchestrationInstance = new Proto.OrchestrationInstance { InstanceId = parent }, Name = "Parent" }
                : null,
        };
    }

    private static string Content(string json) => System.Text.Json.JsonSerializer.Serialize(json);

    private static Proto.TaskFailureDetails Failure(Durable.FailureDetails failure) => new()
    {
        ErrorType = typeof(CarriedFailureException).FullName,
        ErrorMessage = Payload.Write(failure, "failure"),
    };

    private Proto.HistoryEvent Accepted(Proto.OrchestratorAction action)
    {
        var accepted = action switch
        {
            { ScheduleTask: { } task } => Event(new Proto.TaskScheduledEvent { Name = task.Name, Input = task.Input }),
            { CreateSubOrchestration: { } child } => Event(new Proto.SubOrchestrationInstanceCreatedEvent { Name = child.Name, InstanceId = child.InstanceId, Input = child.Input }),
            { CreateTimer: { } timer } => Event(new Proto.TimerCreatedEvent { FireAt = timer.FireAt }),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No pipeline asks for that."),
        };
        accepted.EventId = action.Id;
        return accepted;
    }

    private Proto.HistoryEvent Event(IMessage content)
    {
        var line = new Proto.HistoryEvent { EventId = -1, Timestamp = Timestamp.FromDateTime(_now) };
        Proto.HistoryEvent.Descriptor.Oneofs.Single(oneof => !oneof.IsSynthetic).Fields
            .Single(field => field.MessageType == content.Descriptor).Accessor.SetValue(line, content);
        return line;
    }

    private sealed class RunOrchestrator(DurableRunner runner, string name) : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) => runner.RunOrchestratorAsync(name, context);
    }
}

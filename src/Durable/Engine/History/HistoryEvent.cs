using System.Text.Json.Serialization;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>
/// One line of an instance's history. History is the only truth: what is not in it has not happened. Payloads are JSON text.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ExecutionStarted), nameof(ExecutionStarted))]
[JsonDerivedType(typeof(ActivityScheduled), nameof(ActivityScheduled))]
[JsonDerivedType(typeof(ActivityCompleted), nameof(ActivityCompleted))]
[JsonDerivedType(typeof(ActivityFailed), nameof(ActivityFailed))]
[JsonDerivedType(typeof(SubOrchestrationScheduled), nameof(SubOrchestrationScheduled))]
[JsonDerivedType(typeof(SubOrchestrationCompleted), nameof(SubOrchestrationCompleted))]
[JsonDerivedType(typeof(SubOrchestrationFailed), nameof(SubOrchestrationFailed))]
[JsonDerivedType(typeof(TimerCreated), nameof(TimerCreated))]
[JsonDerivedType(typeof(TimerFired), nameof(TimerFired))]
[JsonDerivedType(typeof(EventRaised), nameof(EventRaised))]
[JsonDerivedType(typeof(ExecutionSuspended), nameof(ExecutionSuspended))]
[JsonDerivedType(typeof(ExecutionResumed), nameof(ExecutionResumed))]
[JsonDerivedType(typeof(ExecutionCompleted), nameof(ExecutionCompleted))]
[JsonDerivedType(typeof(ExecutionFailed), nameof(ExecutionFailed))]
[JsonDerivedType(typeof(ExecutionTerminated), nameof(ExecutionTerminated))]
public abstract record HistoryEvent
{
    /// <summary>When it was recorded, UTC, by the clock of the host. May be earlier than the line before when that clock was set back.</summary>
    [JsonPropertyOrder(-2)]
    public DateTime At { get; set; }
}

/// <summary>Came to the instance from outside its code.</summary>
public abstract record ReceivedEvent : HistoryEvent;

/// <summary>Answers a call of the instance.</summary>
/// <param name="Step">Step of the call.</param>
public abstract record ResultEvent([property: JsonPropertyOrder(-1)] int Step) : ReceivedEvent;

/// <summary>Asked for by the instance's code. A replay must ask for the same again.</summary>
/// <param name="Step">Position of the call among all calls of the instance.</param>
public abstract record DecisionEvent([property: JsonPropertyOrder(-1)] int Step) : HistoryEvent
{
    /// <summary>What a person calls it: the kind and the name.</summary>
    public abstract string Describe();
}

/// <summary>The first line of an execution.</summary>
/// <param name="Execution">1, and one more after every continue-as-new.</param>
/// <param name="FirstStep">Steps go on counting over continue-as-new, so that a step names one call of the instance for good.</param>
/// <param name="Input">JSON.</param>
/// <param name="Carried">Events that the execution before did not ask for.</param>
public sealed record ExecutionStarted(
    int Execution,
    int FirstStep,
    [property: JsonConverter(typeof(RawJsonConverter))] string? Input,
    IReadOnlyList<CarriedEvent>? Carried) : ReceivedEvent;

/// <summary>An external event that goes over to the next execution.</summary>
public sealed record CarriedEvent(string Name, [property: JsonConverter(typeof(RawJsonConverter))] string? Payload);

/// <summary>An activity is to run.</summary>
public sealed record ActivityScheduled(
    int Step, string Name, [property: JsonConverter(typeof(RawJsonConverter))] string Input, int Attempt) : DecisionEvent(Step)
{
    /// <inheritdoc/>
    public override string Describe() => $"{nameof(ActivityScheduled)} '{Name}'";
}

/// <summary>An activity has returned.</summary>
public sealed record ActivityCompleted(int Step, [property: JsonConverter(typeof(RawJsonConverter))] string Output) : ResultEvent(Step);

/// <summary>An attempt of an activity has failed.</summary>
public sealed record ActivityFailed(int Step, FailureDetails Failure) : ResultEvent(Step);

/// <summary>A sub-orchestration was started.</summary>
public sealed record SubOrchestrationScheduled(
    int Step, string Name, string InstanceId, [property: JsonConverter(typeof(RawJsonConverter))] string Input) : DecisionEvent(Step)
{
    /// <inheritdoc/>
    public override string Describe() => $"{nameof(SubOrchestrationScheduled)} '{Name}' as '{InstanceId}'";
}

/// <summary>A sub-orchestration has returned.</summary>
public sealed record SubOrchestrationCompleted(int Step, [property: JsonConverter(typeof(RawJsonConverter))] string Output) : ResultEvent(Step);

/// <summary>A sub-orchestration has failed or was terminated.</summary>
public sealed record SubOrchestrationFailed(int Step, FailureDetails Failure) : ResultEvent(Step);

/// <summary>A durable timer was set.</summary>
public sealed record TimerCreated(int Step, DateTime FireAt) : DecisionEvent(Step)
{
    /// <inheritdoc/>
    public override string Describe() => nameof(TimerCreated);
}

/// <summary>A durable timer was due.</summary>
public sealed record TimerFired(int Step) : ResultEvent(Step);

/// <summary>An external event came.</summary>
public sealed record EventRaised(string Name, [property: JsonConverter(typeof(RawJsonConverter))] string? Payload) : ReceivedEvent;

/// <summary>From here on what comes is kept, not delivered.</summary>
public sealed record ExecutionSuspended(string Reason) : ReceivedEvent;

/// <summary>What was kept is delivered now.</summary>
public sealed record ExecutionResumed(string Reason) : ReceivedEvent;

/// <summary>The instance was ended from outside.</summary>
public sealed record ExecutionTerminated(string Reason) : ReceivedEvent;

/// <summary>The orchestrator has returned.</summary>
public sealed record ExecutionCompleted(int Step, [property: JsonConverter(typeof(RawJsonConverter))] string Output) : DecisionEvent(Step)
{
    /// <inheritdoc/>
    public override string Describe() => nameof(ExecutionCompleted);
}

/// <summary>The orchestrator has thrown.</summary>
public sealed record ExecutionFailed(int Step, FailureDetails Failure) : DecisionEvent(Step)
{
    /// <inheritdoc/>
    public override string Describe() => $"{nameof(ExecutionFailed)} '{Failure.Code}: {Failure.Message}'";
}

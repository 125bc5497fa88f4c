namespace FunctionsPipeline.Durable.Engine;

/// <summary>An instance to be made.</summary>
/// <param name="Id">Unique in the store.</param>
/// <param name="Name">Orchestrator.</param>
/// <param name="Input">JSON.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record NewInstance(string Id, string Name, string Input, DateTime CreatedAt);

/// <summary>A sub-orchestration to be made in the turn of its parent.</summary>
public sealed record NewChild(NewInstance Instance, int ParentStep);

/// <summary>What the engine needs to run an instance.</summary>
/// <param name="Key">Short id of the store.</param>
/// <param name="State">The instance as seen from outside.</param>
/// <param name="Parent">Where its end is reported; null for a top-level instance.</param>
/// <param name="RootId">Id of the top-level instance above it, or its own.</param>
/// <param name="Execution">1, and one more after every continue-as-new.</param>
/// <param name="FirstStep">Step at which the execution begins to count.</param>
/// <param name="LastSequence">Length of the history; 0 when the first turn was not taken.</param>
/// <param name="Carried">Events left over from the execution before.</param>
public sealed record InstanceRecord(
    long Key,
    OrchestrationState State,
    ParentLink? Parent,
    string RootId,
    int Execution,
    int FirstStep,
    int LastSequence,
    IReadOnlyList<CarriedEvent>? Carried);

/// <summary>The step of another instance that waits for this one.</summary>
public sealed record ParentLink(long Key, string Id, int Step);

namespace FunctionsPipeline.Durable;

/// <summary>Runtime status, as in Durable Functions.</summary>
public enum OrchestrationStatus
{
    /// <summary>Started, first turn not yet taken.</summary>
    Pending,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Held by <see cref="IOrchestrationClient.SuspendAsync"/>.</summary>
    Suspended,

    /// <summary>Ended with an output.</summary>
    Completed,

    /// <summary>Ended with a failure.</summary>
    Failed,

    /// <summary>Ended by <see cref="IOrchestrationClient.TerminateAsync"/>.</summary>
    Terminated,
}

/// <summary>One instance as seen from outside. Payloads are JSON text.</summary>
public sealed record OrchestrationState(
    string InstanceId,
    string Name,
    OrchestrationStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUpdatedAt,
    string? Input,
    string? Output,
    string? CustomStatus,
    FailureDetails? Failure)
{
    /// <summary>True when nothing more will happen.</summary>
    public bool IsEnded => Status is OrchestrationStatus.Completed || IsBroken;

    /// <summary>True when it ended without an output.</summary>
    public bool IsBroken => Status is OrchestrationStatus.Failed or OrchestrationStatus.Terminated;
}

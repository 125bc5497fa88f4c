namespace FunctionsPipeline.Durable.Engine;

/// <summary>Codes of failures that the embedded engine finds itself. Stable: users' scripts go by them.</summary>
public static class FailureCodes
{
    /// <summary>An output is over <see cref="Limits.PayloadBytesMax"/>.</summary>
    public const string PayloadTooLarge = "payload_too_large";

    /// <summary>The activity that history asks for has no registration.</summary>
    public const string ActivityNotRegistered = "activity_not_registered";

    /// <summary>A sub-orchestration's id belongs to another instance.</summary>
    public const string InstanceExists = "instance_exists";

    /// <summary>An orchestrator awaits something that did not come from its context.</summary>
    public const string ForeignAwait = "foreign_await";

    /// <summary>Shown on a held instance: its orchestrator has no registration.</summary>
    public const string OrchestratorNotRegistered = "orchestrator_not_registered";

    /// <summary>Shown on a held instance: its code does not fit its history any more.</summary>
    public const string NonDeterminism = "non_determinism";
}

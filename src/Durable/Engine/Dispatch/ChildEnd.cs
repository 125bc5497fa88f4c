namespace FunctionsPipeline.Durable.Engine;

/// <summary>How a parent is told what became of a sub-orchestration.</summary>
internal static class ChildEnd
{
    public static ReceivedEvent Of(int parentStep, OrchestrationStatus status, string? output, FailureDetails? failure) =>
        status == OrchestrationStatus.Completed
            ? new SubOrchestrationCompleted(parentStep, output!)
            : new SubOrchestrationFailed(parentStep, failure!);

    /// <summary>It could not be made.</summary>
    public static ReceivedEvent IdTaken(int parentStep, string childId) => new SubOrchestrationFailed(parentStep, new FailureDetails(
        FailureCodes.InstanceExists, $"The id '{childId}' belongs to another instance.", IsRetryable: false));
}

namespace FunctionsPipeline.Durable.Engine;

/// <summary>How a parent is told that its sub-orchestration has ended.</summary>
internal static class ChildEnd
{
    public static ReceivedEvent Of(EndedChild child) => child.Status == OrchestrationStatus.Completed
        ? new SubOrchestrationCompleted(child.Parent.Step, child.Output!)
        : new SubOrchestrationFailed(child.Parent.Step, child.Failure!);
}

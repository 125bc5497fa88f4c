using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.VideoBatch;

namespace FunctionsPipeline.Pipelines.FrameJobs;

/// <summary>Tells the item that waits that its result is there. A hint only: an item that hears nothing looks for itself.</summary>
public static class FrameResultEvents
{
    /// <summary>Raises the event. False when nobody waits any more.</summary>
    public static Task<bool> RaiseAsync(IOrchestrationClient client, FrameResult result, CancellationToken cancellationToken) =>
        client.RaiseEventAsync(result.InstanceId, VideoBatchNames.AnalysisDoneEvent, result.JobId, cancellationToken);
}

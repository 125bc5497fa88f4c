namespace FunctionsPipeline.Durable;

/// <summary>Starts, asks and steers instances. Implemented by the embedded engine and by the Azure edge.</summary>
/// <remarks>Safe for several threads.</remarks>
public interface IOrchestrationClient
{
    /// <summary>Starts an instance. Starting an id that exists and has not ended, or has ended and was not purged, changes nothing and returns false.</summary>
    Task<bool> ScheduleAsync<TInput, TOutput>(
        OrchestratorReference<TInput, TOutput> orchestrator, TInput input, string instanceId, CancellationToken cancellationToken);

    /// <summary>The state of an instance, or null when there is none of that id.</summary>
    Task<OrchestrationState?> GetAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Instances whose id starts with <paramref name="instanceIdPrefix"/>, in id order.</summary>
    IAsyncEnumerable<OrchestrationState> ListAsync(string instanceIdPrefix, CancellationToken cancellationToken);

    /// <summary>Raises an event; it is kept until the instance asks for it. Unknown or ended instance: false.</summary>
    Task<bool> RaiseEventAsync(string instanceId, string eventName, object? payload, CancellationToken cancellationToken);

    /// <summary>Stops delivering results to an instance until it is resumed. Activities under way end and are kept.</summary>
    Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken);

    /// <summary>Undoes <see cref="SuspendAsync"/>.</summary>
    Task<bool> ResumeAsync(string instanceId, string reason, CancellationToken cancellationToken);

    /// <summary>Ends an instance and its sub-orchestrations without running them further.</summary>
    Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken);

    /// <summary>Deletes an ended instance, its history and its sub-orchestrations. Running instances are left alone (false).</summary>
    Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Waits until the instance has ended and returns its state.</summary>
    Task<OrchestrationState> WaitForCompletionAsync(string instanceId, CancellationToken cancellationToken);
}

using System.Collections.Concurrent;
using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.Tests.Control;

/// <summary>An engine that takes note of what is started and runs nothing.</summary>
internal sealed class StartedInstances : IOrchestrationClient
{
    private readonly ConcurrentDictionary<string, OrchestrationState> _instances = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Ids => [.. _instances.Keys.Order(StringComparer.Ordinal)];

    public Task<bool> ScheduleAsync<TInput, TOutput>(
        OrchestratorReference<TInput, TOutput> orchestrator, TInput input, string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(_instances.TryAdd(
            instanceId,
            new OrchestrationState(instanceId, orchestrator.Name, OrchestrationStatus.Running, default, default, null, null, null, null)));

    public Task<OrchestrationState?> GetAsync(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(_instances.GetValueOrDefault(instanceId));

    public IAsyncEnumerable<OrchestrationState> ListAsync(string instanceIdPrefix, CancellationToken cancellationToken) =>
        _instances.Values.Where(instance => instance.InstanceId.StartsWith(instanceIdPrefix, StringComparison.Ordinal)).ToAsyncEnumerable();

    public Task<bool> RaiseEventAsync(string instanceId, string eventName, object? payload, CancellationToken cancellationToken) =>
        Task.FromResult(_instances.ContainsKey(instanceId));

    public Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken) => SetAsync(instanceId, OrchestrationStatus.Suspended);

    public Task<bool> ResumeAsync(string instanceId, string reason, CancellationToken cancellationToken) => SetAsync(instanceId, OrchestrationStatus.Running);

    public Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => SetAsync(instanceId, OrchestrationStatus.Terminated);

    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken) => Task.FromResult(_instances.TryRemove(instanceId, out _));

    public Task<OrchestrationState> WaitForCompletionAsync(string instanceId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing runs here.");

    /// <summary>Ends an instance as an engine does whose activity has failed for good.</summary>
    public void Fail(string instanceId, FailureDetails failure) =>
        _instances[instanceId] = _instances[instanceId] with { Status = OrchestrationStatus.Failed, Failure = failure };

    private Task<bool> SetAsync(string instanceId, OrchestrationStatus status)
    {
        if (!_instances.TryGetValue(instanceId, out var instance)) return Task.FromResult(false);
        _instances[instanceId] = instance with { Status = status };
        return Task.FromResult(true);
    }
}

using System.Collections.Concurrent;
using DurableTask.Core;
using Microsoft.DurableTask.Testing.Sidecar;

namespace FunctionsPipeline.Edge.Tests.DurableTask;

/// <summary>
/// The back end in memory, with what Azure Storage does and it does not: what a host had in hand when it went away goes to the next one.
/// </summary>
internal sealed class KeptInstances : InMemoryOrchestrationService, IOrchestrationService
{
    private readonly ConcurrentDictionary<object, byte> _lent = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes back what the host that went away had in hand. What it still says about it does not count.</summary>
    public async Task TakeBackAsync()
    {
        foreach (var item in _lent.Keys)
        {
            if (!_lent.TryRemove(item, out _)) continue;
            if (item is TaskActivityWorkItem activity)
            {
                await AbandonTaskActivityWorkItemAsync(activity);
            }
            else
            {
                var turn = (TaskOrchestrationWorkItem)item;
                await AbandonTaskOrchestrationWorkItemAsync(turn);
                await ReleaseTaskOrchestrationWorkItemAsync(turn);
            }
        }
    }

    async Task<TaskOrchestrationWorkItem> IOrchestrationService.LockNextTaskOrchestrationWorkItemAsync(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        var item = await LockNextTaskOrchestrationWorkItemAsync(receiveTimeout, cancellationToken);
        _lent[item] = default;
        return item;
    }

    async Task<TaskActivityWorkItem> IOrchestrationService.LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        var item = await LockNextTaskActivityWorkItem(receiveTimeout, cancellationToken);
        _lent[item] = default;
        return item;
    }

    Task IOrchestrationService.CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage) =>
        _lent.TryRemove(workItem, out _) ? CompleteTaskActivityWorkItemAsync(workItem, responseMessage) : Task.CompletedTask;

    Task IOrchestrationService.AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem) =>
        _lent.TryRemove(workItem, out _) ? AbandonTaskActivityWorkItemAsync(workItem) : Task.CompletedTask;

    Task IOrchestrationService.AbandonTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem) =>
        _lent.ContainsKey(workItem) ? AbandonTaskOrchestrationWorkItemAsync(workItem) : Task.CompletedTask;

    Task IOrchestrationService.ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem) =>
        _lent.TryRemove(workItem, out _) ? ReleaseTaskOrchestrationWorkItemAsync(workItem) : Task.CompletedTask;

    Task IOrchestrationService.CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem,
        OrchestrationRuntimeState newOrchestrationRuntimeState,
        IList<TaskMessage> outboundMessages,
        IList<TaskMessage> orchestratorMessages,
        IList<TaskMessage> timerMessages,
        TaskMessage continuedAsNewMessage,
        OrchestrationState orchestrationState) => !_lent.ContainsKey(workItem)
        ? Task.CompletedTask
        : CompleteTaskOrchestrationWorkItemAsync(
            workItem, newOrchestrationRuntimeState, outboundMessages, orchestratorMessages, timerMessages, continuedAsNewMessage, orchestrationState);
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask;
using OrchestrationQuery = Microsoft.DurableTask.Client.OrchestrationQuery;

namespace FunctionsPipeline.FunctionApp;

/// <summary><see cref="IOrchestrationClient"/> over the client of Durable Functions.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class DurableClient(DurableTaskClient inner) : IOrchestrationClient
{
    public async Task<bool> ScheduleAsync<TInput, TOutput>(
        OrchestratorReference<TInput, TOutput> orchestrator, TInput input, string instanceId, CancellationToken cancellationToken)
    {
        // Durable Functions would start an ended instance anew.
        if (await inner.GetInstanceAsync(instanceId, cancellationToken) is not null) return false;
        var content = Payload.Write(input, $"input of orchestrator '{orchestrator.Name}'");
        try
        {
            await inner.ScheduleNewOrchestrationInstanceAsync(
                FunctionNames.Of(orchestrator.Name), content, new StartOrchestrationOptions(instanceId), cancellationToken);
            return true;
        }
        catch (Exception exception) when (IsAlreadyThere(exception))
        {
            return false;
        }
    }

    public async Task<OrchestrationState?> GetAsync(string instanceId, CancellationToken cancellationToken) =>
        await inner.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is { } instance ? State(instance) : null;

    public async IAsyncEnumerable<OrchestrationState> ListAsync(string instanceIdPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new OrchestrationQuery { InstanceIdPrefix = instanceIdPrefix };
        await foreach (var instance in inner.GetAllInstancesAsync(query).WithCancellation(cancellationToken)) yield return State(instance);
    }

    public async Task<bool> RaiseEventAsync(string instanceId, string eventName, object? payload, CancellationToken cancellationToken)
    {
        var content = Payload.Write(payload, $"payload of event '{eventName}'");
        if (!await IsAtWorkAsync(instanceId, cancellationToken)) return false;
        await inner.RaiseEventAsync(instanceId, eventName, content, cancellationToken);
        return true;
    }

    public async Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        if (!await IsAtWorkAsync(instanceId, cancellationToken)) return false;
        await inner.SuspendInstanceAsync(instanceId, reason, cancellationToken);
        return true;
    }

    public async Task<bool> ResumeAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        if (!await IsAtWorkAsync(instanceId, cancellationToken)) return false;
        await inner.ResumeInstanceAsync(instanceId, reason, cancellationToken);
        return true;
    }

    public async Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        if (!await IsAtWorkAsync(instanceId, cancellationToken)) return false;
        await inner.TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(reason, Recursive: true), cancellationToken);
        return true;
    }

    public async Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (await inner.GetInstanceAsync(instanceId, cancellationToken) is not { IsCompleted: true }) return false;
        return (await inner.PurgeInstanceAsync(instanceId, new PurgeInstanceOptions(Recursive: true), cancellationToken)).PurgedInstanceCount > 0;
    }

    public async Task<OrchestrationState> WaitForCompletionAsync(string instanceId, CancellationToken cancellationToken) =>
        State(await inner.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, cancellationToken));

    private async Task<bool> IsAtWorkAsync(string instanceId, CancellationToken cancellationToken) =>
        await inner.GetInstanceAsync(instanceId, cancellationToken) is { IsCompleted: false };

    // The gRPC status AlreadyExists, by whichever exception the client has wrapped it in.
    private static bool IsAlreadyThere(Exception exception) =>
        exception is Grpc.Core.RpcException { StatusCode: Grpc.Core.StatusCode.AlreadyExists }
        || exception.GetType().Name == "OrchestrationAlreadyExistsException";

    private static OrchestrationState State(OrchestrationMetadata instance) => new(
        instance.InstanceId,
        instance.Name,
        instance.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Pending => OrchestrationStatus.Pending,
            OrchestrationRuntimeStatus.Suspended => OrchestrationStatus.Suspended,
            OrchestrationRuntimeStatus.Completed => OrchestrationStatus.Completed,
            OrchestrationRuntimeStatus.Failed => OrchestrationStatus.Failed,
            OrchestrationRuntimeStatus.Terminated => OrchestrationStatus.Terminated,
            _ => OrchestrationStatus.Running,
        },
        instance.CreatedAt,
        instance.LastUpdatedAt,
        Content(instance.SerializedInput),
        instance.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? Content(instance.SerializedOutput) : null,
        instance.SerializedCustomStatus,
        instance switch
        {
            { FailureDetails: { } failure } => CarriedFailureException.Read(failure),
            { RuntimeStatus: OrchestrationRuntimeStatus.Terminated } => new Durable.FailureDetails(
                Durable.FailureDetails.TerminatedCode, Content(instance.SerializedOutput) ?? "", IsRetryable: false),
            _ => null,
        });

    // Ours travels as JSON in a string, which Durable Functions writes as JSON once more.
    private static string? Content(string? json) => json is null ? null : JsonSerializer.Deserialize<string>(json);
}

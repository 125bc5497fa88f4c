using FunctionsPipeline.Pipelines.FrameJobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPipeline.FunctionApp;

/// <summary>
/// Tells items that their analysis is there. On Flex Consumption only Event Grid brings the news, on a developer's machine only polling
/// does, so each has its function and the settings switch the other one off. Neither is needed for an item to get on: it also looks itself.
/// </summary>
public sealed class FrameResultFunctions(AppHost host)
{
    private const string Results = "frame-results/{run}/{job}.json";

    /// <summary>By Event Grid.</summary>
    [Function("FrameResultReady")]
    public Task Ready(
        [BlobTrigger(Results, Source = BlobTriggerSource.EventGrid)] Stream content, string run, string job, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RaiseAsync(run, job, client, cancellationToken);

    /// <summary>By polling.</summary>
    [Function("FrameResultPolled")]
    public Task Polled([BlobTrigger(Results)] Stream content, string run, string job, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RaiseAsync(run, job, client, cancellationToken);

    private async Task RaiseAsync(string run, string job, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await host.Services.FrameJobs.GetResultAsync(run, job, cancellationToken) is not { } result) return;
        await FrameResultEvents.RaiseAsync(new DurableClient(client), result, cancellationToken);
    }
}

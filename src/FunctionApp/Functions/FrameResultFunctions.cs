using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.FrameJobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPipeline.FunctionApp;

/// <summary>
/// Tells items that their analysis is there. On Flex Consumption only Event Grid brings the news, on a developer's machine only polling
/// does, so each has its function and the settings switch the other one off. Neither is needed for an item to get on: it also looks itself.
/// </summary>
public sealed class FrameResultFunctions
{
    private const string Results = "frame-results/{run}/{job}.json";

    /// <summary>By Event Grid.</summary>
    [Function("FrameResultReady")]
    public Task Ready(
        [BlobTrigger(Results, Source = BlobTriggerSource.EventGrid)] Stream content, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RaiseAsync(content, client, cancellationToken);

    /// <summary>By polling.</summary>
    [Function("FrameResultPolled")]
    public Task Polled([BlobTrigger(Results)] Stream content, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RaiseAsync(content, client, cancellationToken);

    private static async Task RaiseAsync(Stream content, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var result = await JsonSerializer.DeserializeAsync<FrameResult>(content, DurableJson.Options, cancellationToken);
        await FrameResultEvents.RaiseAsync(new DurableClient(client), result!, cancellationToken);
    }
}

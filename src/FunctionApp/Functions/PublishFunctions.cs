using FunctionsPipeline.Api;
using FunctionsPipeline.Pipelines.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsPipeline.FunctionApp;

/// <summary>A function for every orchestrator and activity of publications, under its name, so that each shows by itself in Application Insights.</summary>
public sealed class PublishFunctions(DurableRunner runner)
{
    /// <summary>See <see cref="PublishOrchestrator"/>.</summary>
    [Function("Publish")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(PublishNames.Publish.Name, context);

    /// <summary>See <see cref="PublishNames.Advance"/>.</summary>
    [Function("Publish_Advance")]
    public Task<string> Advance([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(PublishNames.Advance.Name, call, cancellationToken);
}

/// <summary>Publications over HTTP.</summary>
public sealed class PublicationFunctions(AppHost host)
{
    /// <summary>See <see cref="PublicationsApi.ListAsync"/>.</summary>
    [Function("ListPublications")]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.Publications)] HttpRequest request, string runId, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Publications.ListAsync(request, runId, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="PublicationsApi.DecideAsync"/>.</summary>
    [Function("DecidePublication")]
    public Task<IResult> Decide([HttpTrigger(AuthorizationLevel.Function, "post", Route = ApiRoutes.Decide)] HttpRequest request, string runId, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Publications.DecideAsync(request, runId, request.HttpContext.RequestAborted);
}

using FunctionsPipeline.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPipeline.FunctionApp;

/// <summary>Paid calls over HTTP, and the host's health.</summary>
public sealed class LedgerFunctions(AppHost host)
{
    /// <summary>See <see cref="LedgerApi.ListRunAsync"/>.</summary>
    [Function("ListRunCalls")]
    public Task<IResult> ListRun([HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.RunLedger)] HttpRequest request, string runId, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Ledger.ListRunAsync(request, runId, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="LedgerApi.ListAsync"/>.</summary>
    [Function("ListCalls")]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.Ledger)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Ledger.ListAsync(request, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="LedgerApi.ResolveAsync"/>.</summary>
    [Function("ResolveCall")]
    public Task<IResult> Resolve([HttpTrigger(AuthorizationLevel.Function, "post", Route = ApiRoutes.Resolve)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Ledger.ResolveAsync(request, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="HealthApi.GetAsync"/>.</summary>
    [Function("GetHealth")]
    public Task<IResult> GetHealth([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Health)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Health.GetAsync(request, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="OpenApiDocument"/>.</summary>
    [Function("GetOpenApi")]
    public IResult GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.OpenApi)] HttpRequest request) => OpenApiDocument.Get();
}

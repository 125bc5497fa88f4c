using FunctionsPipeline.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPipeline.FunctionApp;

/// <summary>Runs over HTTP. Every function has a key of its own, so that reading and changing are separate rights.</summary>
public sealed class RunFunctions(AppHost host)
{
    /// <summary>See <see cref="RunsApi.StartAsync"/>.</summary>
    [Function("StartRun")]
    public Task<IResult> Start([HttpTrigger(AuthorizationLevel.Function, "post", Route = ApiRoutes.Runs)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Runs.StartAsync(request, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunsApi.GenerateStoryAsync"/>.</summary>
    [Function("GenerateStory")]
    public Task<IResult> GenerateStory(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = ApiRoutes.GenerateStory)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Runs.GenerateStoryAsync(request, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunsApi.ListAsync"/>.</summary>
    [Function("ListRuns")]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.Runs)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Runs.ListAsync(request, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunsApi.GetAsync"/>.</summary>
    [Function("GetRun")]
    public Task<IResult> Get([HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.Run)] HttpRequest request, string runId, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Runs.GetAsync(request, runId, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunsApi.ListItemsAsync"/>.</summary>
    [Function("ListItems")]
    public Task<IResult> ListItems([HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.Items)] HttpRequest request, string runId, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Runs.ListItemsAsync(request, runId, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunFilesApi.GetAsync"/>.</summary>
    [Function("GetFile")]
    public Task<IResult> GetFile(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.Files)] HttpRequest request, string runId, string? path, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Files.GetAsync(request, runId, path, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunProgressApi.GetAsync"/>.</summary>
    [Function("StreamProgress")]
    public Task<IResult> StreamProgress([HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.Progress)] HttpRequest request, string runId, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Progress.GetAsync(request, runId, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunsApi.CancelAsync"/>.</summary>
    [Function("CancelRun")]
    public Task<IResult> Cancel([HttpTrigger(AuthorizationLevel.Function, "post", Route = ApiRoutes.Cancel)] HttpRequest request, string runId, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Runs.CancelAsync(request, runId, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunsApi.SuspendAsync"/>.</summary>
    [Function("SuspendRun")]
    public Task<IResult> Suspend([HttpTrigger(AuthorizationLevel.Function, "post", Route = ApiRoutes.Suspend)] HttpRequest request, string runId, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Runs.SuspendAsync(request, runId, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunsApi.ResumeAsync"/>.</summary>
    [Function("ResumeRun")]
    public Task<IResult> Resume([HttpTrigger(AuthorizationLevel.Function, "post", Route = ApiRoutes.Resume)] HttpRequest request, string runId, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Runs.ResumeAsync(request, runId, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunsApi.RetryAsync"/>.</summary>
    [Function("RetryItems")]
    public Task<IResult> Retry([HttpTrigger(AuthorizationLevel.Function, "post", Route = ApiRoutes.Retry)] HttpRequest request, string runId, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Runs.RetryAsync(request, runId, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="RunsApi.RaiseEventAsync"/>.</summary>
    [Function("RaiseEvent")]
    public Task<IResult> RaiseEvent(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = ApiRoutes.Event)] HttpRequest request, string runId, string eventName, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Runs.RaiseEventAsync(request, runId, eventName, request.HttpContext.RequestAborted);
}

using FunctionsPipeline.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPipeline.FunctionApp;

/// <summary>Daily runs: the timer that starts them, and the API that describes them.</summary>
public sealed class ScheduleFunctions(AppHost host)
{
    /// <summary>
    /// Looks for due runs every minute. It may fire late, twice or not at all: what is due is decided by the state, not by the timer.
    /// So the host need not write down when it fired last: that would only cost two storage calls a minute.
    /// </summary>
    [Function("RunDue")]
    public Task RunDue([TimerTrigger("0 * * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        host.Schedules(client).RunDueAsync(cancellationToken);

    /// <summary>See <see cref="SchedulesApi.ListAsync"/>.</summary>
    [Function("ListSchedules")]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.Schedules)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Schedules.ListAsync(request, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="SchedulesApi.GetAsync"/>.</summary>
    [Function("GetSchedule")]
    public Task<IResult> Get([HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.Schedule)] HttpRequest request, string name, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Schedules.GetAsync(request, name, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="SchedulesApi.PutAsync"/>.</summary>
    [Function("PutSchedule")]
    public Task<IResult> Put([HttpTrigger(AuthorizationLevel.Function, "put", Route = ApiRoutes.Schedule)] HttpRequest request, string name, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Schedules.PutAsync(request, name, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="SchedulesApi.DeleteAsync"/>.</summary>
    [Function("DeleteSchedule")]
    public Task<IResult> Delete([HttpTrigger(AuthorizationLevel.Function, "delete", Route = ApiRoutes.Schedule)] HttpRequest request, string name, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Schedules.DeleteAsync(request, name, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="SchedulesApi.ListDaysAsync"/>.</summary>
    [Function("ListScheduleDays")]
    public Task<IResult> ListDays([HttpTrigger(AuthorizationLevel.Function, "get", Route = ApiRoutes.ScheduleDays)] HttpRequest request, string name, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Schedules.ListDaysAsync(request, name, request.HttpContext.RequestAborted);

    /// <summary>See <see cref="SchedulesApi.RunAsync"/>.</summary>
    [Function("RunSchedule")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Function, "post", Route = ApiRoutes.RunSchedule)] HttpRequest request, string name, [DurableClient] DurableTaskClient client) =>
        host.Api(client).Schedules.RunAsync(request, name, request.HttpContext.RequestAborted);
}

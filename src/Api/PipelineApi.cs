using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Api;

/// <summary>The whole API: what a host has to offer. The embedded host maps it; the Azure host gives each method a function.</summary>
public sealed class PipelineApi
{
    /// <summary>Makes the API of a host.</summary>
    public PipelineApi(ApiServices services)
    {
        var loggers = services.Pipelines.Loggers;
        Runs = new RunsApi(services, loggers.CreateLogger<RunsApi>());
        Files = new RunFilesApi(services, Runs, loggers.CreateLogger<RunFilesApi>());
        Progress = new RunProgressApi(Runs, services.Pipelines.Clock, loggers.CreateLogger<RunProgressApi>());
        Ledger = new LedgerApi(services, Runs, loggers.CreateLogger<LedgerApi>());
        Publications = new PublicationsApi(services, Runs, loggers.CreateLogger<PublicationsApi>());
        Schedules = new SchedulesApi(services, loggers.CreateLogger<SchedulesApi>());
        Health = new HealthApi(services, loggers.CreateLogger<HealthApi>());
    }

    /// <summary>Runs.</summary>
    public RunsApi Runs { get; }

    /// <summary>Their files.</summary>
    public RunFilesApi Files { get; }

    /// <summary>Their progress, live.</summary>
    public RunProgressApi Progress { get; }

    /// <summary>Paid calls.</summary>
    public LedgerApi Ledger { get; }

    /// <summary>What runs publish.</summary>
    public PublicationsApi Publications { get; }

    /// <summary>Daily runs.</summary>
    public SchedulesApi Schedules { get; }

    /// <summary>Health.</summary>
    public HealthApi Health { get; }

    /// <summary>Maps every endpoint onto an ASP.NET Core host.</summary>
    public void Map(IEndpointRouteBuilder host)
    {
        MapRuns(host);
        MapSteering(host);
        MapLedger(host);
        MapPublications(host);
        MapSchedules(host);
        host.MapGet(ApiRoutes.Health, (HttpRequest request, CancellationToken cancellationToken) => Health.GetAsync(request, cancellationToken))
            .Describes("GetHealth", "Is the host there, and can it read its state?").Produces<HealthView>();
        host.MapGet(ApiRoutes.OpenApi, OpenApiDocument.Get).Describes("GetOpenApi", "This description.").Produces(200, contentType: "application/json");
    }

    private void MapRuns(IEndpointRouteBuilder host)
    {
        host.MapPost(ApiRoutes.Runs, (HttpRequest request, CancellationToken cancellationToken) => Runs.StartAsync(request, cancellationToken))
            .Describes("StartRun", "Starts a run of the specification in the body, a JSON object with at least pipeline and prompts. With the header Idempotency-Key the same request gets the same run.")
            .Takes("items", "Only these items of the plan, such as 0:10.").TakesBody<object>().Accepted().Refuses(400, 409, 413, 415, 422);
        host.MapPost(ApiRoutes.GenerateStory, (HttpRequest request, CancellationToken cancellationToken) => Runs.GenerateStoryAsync(request, cancellationToken))
            .Describes("GenerateStory", "Starts a run of episodes: the specification in the body is one of the pipeline episode, which need not be named. With the header Idempotency-Key the same request gets the same run.")
            .TakesBody<object>().Accepted().Refuses(400, 409, 413, 415, 422);
        host.MapGet(ApiRoutes.Runs, (HttpRequest request, CancellationToken cancellationToken) => Runs.ListAsync(request, cancellationToken))
            .Describes("ListRuns", "Lists runs, newest first.")
            .Takes("pipeline", "Only of this pipeline.").Takes("project", "Only of this project.").Takes("status", "Only in these states, separated by commas.").TakesPages()
            .Produces<Page<RunView>>().Refuses(400);
        host.MapGet(ApiRoutes.Run, (HttpRequest request, string runId, CancellationToken cancellationToken) => Runs.GetAsync(request, runId, cancellationToken))
            .Describes("GetRun", "One run with its progress.").Produces<RunView>().Refuses(400, 404);
        host.MapGet(ApiRoutes.Items, (HttpRequest request, string runId, CancellationToken cancellationToken) => Runs.ListItemsAsync(request, runId, cancellationToken))
            .Describes("ListItems", "The items of a run, in their order.").Takes("status", "Only in these states, separated by commas.").TakesPages()
            .Produces<Page<ItemView>>().Refuses(400, 404);
        host.MapGet(ApiRoutes.Files, (HttpRequest request, string runId, string? path, CancellationToken cancellationToken) => Files.GetAsync(request, runId, path, cancellationToken))
            .Describes("GetFile", "A file that the run has left: report.html, run.json, items.jsonl, clips and frames.").Produces(200).Refuses(400, 404);
        host.MapGet(ApiRoutes.Progress, (HttpRequest request, string runId, CancellationToken cancellationToken) => Progress.GetAsync(request, runId, cancellationToken))
            .Describes("StreamProgress", "The run's progress as server-sent events: progress when something has changed, end at its end.")
            .Produces(200, contentType: "text/event-stream").Refuses(400, 404);
    }

    private void MapSteering(IEndpointRouteBuilder host)
    {
        host.MapPost(ApiRoutes.Cancel, (HttpRequest request, string runId, CancellationToken cancellationToken) => Runs.CancelAsync(request, runId, cancellationToken))
            .Describes("CancelRun", "Asks a run to end: what is paid settles, nothing new is bought.").Accepted().Refuses(400, 404, 409);
        host.MapPost(ApiRoutes.Suspend, (HttpRequest request, string runId, CancellationToken cancellationToken) => Runs.SuspendAsync(request, runId, cancellationToken))
            .Describes("SuspendRun", "Holds a run until it is resumed.").Accepted().Refuses(400, 404, 409);
        host.MapPost(ApiRoutes.Resume, (HttpRequest request, string runId, CancellationToken cancellationToken) => Runs.ResumeAsync(request, runId, cancellationToken))
            .Describes("ResumeRun", "Goes on with a run that is held, or that its cap has stopped.").TakesBody<ResumeOrder>().Accepted().Refuses(400, 404, 409, 415);
        host.MapPost(ApiRoutes.Retry, (HttpRequest request, string runId, CancellationToken cancellationToken) => Runs.RetryAsync(request, runId, cancellationToken))
            .Describes("RetryItems", "Tries some items of an ended run again; what was paid and delivered is not paid again.").TakesBody<RetryOrder>().Accepted().Refuses(400, 404, 409, 415);
        host.MapPost(ApiRoutes.Event, (HttpRequest request, string runId, string eventName, CancellationToken cancellationToken) => Runs.RaiseEventAsync(request, runId, eventName, cancellationToken))
            .Describes("RaiseEvent", "Raises an event on a run; the body, any JSON, goes with it.").TakesBody<object>().Accepted().Refuses(400, 404, 409, 413, 415);
    }

    private void MapLedger(IEndpointRouteBuilder host)
    {
        host.MapGet(ApiRoutes.RunLedger, (HttpRequest request, string runId, CancellationToken cancellationToken) => Ledger.ListRunAsync(request, runId, cancellationToken))
            .Describes("ListRunCalls", "The paid calls of a run.").Takes("state", "Only in these states, separated by commas.").TakesPages().Produces<Page<LedgerEntry>>().Refuses(400, 404);
        host.MapGet(ApiRoutes.Ledger, (HttpRequest request, CancellationToken cancellationToken) => Ledger.ListAsync(request, cancellationToken))
            .Describes("ListCalls", "The paid calls of a project.").Takes("project", "Whose.").Takes("state", "Only in these states, separated by commas.").TakesPages().Produces<Page<LedgerEntry>>().Refuses(400);
        host.MapPost(ApiRoutes.Resolve, (HttpRequest request, CancellationToken cancellationToken) => Ledger.ResolveAsync(request, cancellationToken))
            .Describes("ResolveCall", "Says what became of an unknown call; its money is booked or released.").TakesBody<ResolveOrder>().Produces<LedgerEntry>().Refuses(400, 404, 409, 415);
    }

    private void MapPublications(IEndpointRouteBuilder host)
    {
        host.MapGet(ApiRoutes.Publications, (HttpRequest request, string runId, CancellationToken cancellationToken) => Publications.ListAsync(request, runId, cancellationToken))
            .Describes("ListPublications", "What a run publishes, to the letter, and how far it came.").Produces<Page<PublicationView>>().Refuses(400, 404);
        host.MapPost(ApiRoutes.Decide, (HttpRequest request, string runId, CancellationToken cancellationToken) => Publications.DecideAsync(request, runId, cancellationToken))
            .Describes("DecidePublication", "Says yes or no to exactly the text of a post; after a yes it goes out.").TakesBody<DecisionOrder>().Produces<PublicationView>().Refuses(400, 404, 409, 413, 415);
    }

    private void MapSchedules(IEndpointRouteBuilder host)
    {
        host.MapGet(ApiRoutes.Schedules, (HttpRequest request, CancellationToken cancellationToken) => Schedules.ListAsync(request, cancellationToken))
            .Describes("ListSchedules", "All schedules, by name.").Produces<Page<ScheduleView>>().Refuses(400);
        host.MapGet(ApiRoutes.Schedule, (HttpRequest request, string name, CancellationToken cancellationToken) => Schedules.GetAsync(request, name, cancellationToken))
            .Describes("GetSchedule", "One schedule.").Produces<ScheduleView>().Refuses(404);
        host.MapPut(ApiRoutes.Schedule, (HttpRequest request, string name, CancellationToken cancellationToken) => Schedules.PutAsync(request, name, cancellationToken))
            .Describes("PutSchedule", "Makes or replaces a schedule: one run a day for its project.").TakesBody<ScheduleOrder>().Produces<ScheduleView>().Produces<ScheduleView>(201).Refuses(400, 413, 415);
        host.MapDelete(ApiRoutes.Schedule, (HttpRequest request, string name, CancellationToken cancellationToken) => Schedules.DeleteAsync(request, name, cancellationToken))
            .Describes("DeleteSchedule", "Removes a schedule; its runs stay.").Produces(204).Refuses(404);
        host.MapGet(ApiRoutes.ScheduleDays, (HttpRequest request, string name, CancellationToken cancellationToken) => Schedules.ListDaysAsync(request, name, cancellationToken))
            .Describes("ListScheduleDays", "The last days of a schedule, the newest first: its run of that day, or why there is none.")
            .Takes("limit", $"How many days back, 1 to {Pipelines.Schedules.ScheduleHistory.DaysMax}; {ApiLimits.PageDefault} when left out.")
            .Produces<Page<Pipelines.Schedules.ScheduledDay>>().Refuses(400, 404);
        host.MapPost(ApiRoutes.RunSchedule, (HttpRequest request, string name, CancellationToken cancellationToken) => Schedules.RunAsync(request, name, cancellationToken))
            .Describes("RunSchedule", "Starts the run of today now; the timer will not start another.").Accepted().Refuses(404, 409);
    }
}

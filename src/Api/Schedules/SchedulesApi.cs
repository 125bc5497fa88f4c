using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Schedules;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Schedules;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Api;

/// <summary>Daily runs over HTTP.</summary>
public sealed partial class SchedulesApi(ApiServices services, ILogger<SchedulesApi> logger)
{
    private TimeProvider Clock => services.Pipelines.Clock;

    /// <summary>All schedules, by name.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        _ = new RequestQuery(request);
        var views = new List<ScheduleView>();
        await foreach (var schedule in services.Schedules.ListAsync(cancellationToken)) views.Add(View(schedule));
        return Json(new Page<ScheduleView>(views, null));
    });

    /// <summary>One schedule.</summary>
    public Task<IResult> GetAsync(HttpRequest request, string name, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        _ = new RequestQuery(request);
        return Json(View(await FindAsync(name, cancellationToken)));
    });

    /// <summary>Makes or replaces a schedule. Everything is checked now, not at night.</summary>
    public Task<IResult> PutAsync(HttpRequest request, string name, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        _ = new RequestQuery(request);
        if (!Name().IsMatch(name)) throw new ApiException(400, "invalid_schedule_name", "A schedule's name has 1 to 64 lower-case letters, digits and dashes.");
        var body = await RequestBody.ReadAsync(request, InputLimits.SpecBytesMax, cancellationToken);
        var order = ScheduleOrder.Read(body, services.Catalog.Names);
        CheckTimes(order);

        var spec = new SpecSource.OfJson("spec", JsonSerializer.SerializeToUtf8Bytes(order.Spec));
        using var prepared = await services.Catalog[order.Pipeline].PrepareAsync(new RunRequest { Spec = spec }, cancellationToken);
        var before = await services.Schedules.GetAsync(name, cancellationToken);
        var schedule = new ScheduleRecord
        {
            Name = name,
            Pipeline = order.Pipeline,
            Project = prepared.Project,
            Cron = order.Cron,
            TimeZone = order.TimeZone,
            CatchUp = order.CatchUp,
            IsEnabled = order.IsEnabled,
            SpecBlob = await PutSpecAsync(name, spec.Utf8, cancellationToken),
            CreatedAt = Clock.GetUtcNow(),
            LastRunId = before?.LastRunId,
            LastDay = before?.LastDay,
        };
        await services.Schedules.PutAsync(schedule, cancellationToken);
        return Results.Json(View(schedule), DurableJson.Options, statusCode: before is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    });

    /// <summary>Removes a schedule; its runs stay.</summary>
    public Task<IResult> DeleteAsync(HttpRequest request, string name, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        _ = new RequestQuery(request);
        await FindAsync(name, cancellationToken);
        await services.Schedules.DeleteAsync(name, cancellationToken);
        return Results.NoContent();
    });

    /// <summary>The last days of a schedule, the newest first: its run of that day, or why there is none.</summary>
    public Task<IResult> ListDaysAsync(HttpRequest request, string name, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        var query = new RequestQuery(request, "limit");
        var schedule = await FindAsync(name, cancellationToken);
        return Json(new Page<ScheduledDay>(await services.ScheduleHistory.ReadAsync(schedule, Math.Min(query.PageSize(), ScheduleHistory.DaysMax), cancellationToken), null));
    });

    /// <summary>Starts the run of today now. It is the project's run of the day: the timer will not start another.</summary>
    public Task<IResult> RunAsync(HttpRequest request, string name, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        _ = new RequestQuery(request);
        var schedule = await FindAsync(name, cancellationToken);
        var today = DailyTimes.Parse(schedule.Cron, schedule.TimeZone).DayOf(Clock.GetUtcNow());
        var run = await services.ScheduleRunner.StartAsync(schedule, today, cancellationToken);
        if (run is not null) return RunAnswers.Accepted(request, run);

        var error = (await services.Schedules.GetAsync(name, cancellationToken))?.LastError;
        throw error is null
            ? new ApiException(409, "day_taken", $"Project '{schedule.Project}' has had its run of {today:yyyy-MM-dd}.", "Start another run of the same specification directly.")
            : new ApiException(409, "schedule_refused", $"The run of {today:yyyy-MM-dd} could not be started: {error}");
    });

    private async Task<ScheduleRecord> FindAsync(string name, CancellationToken cancellationToken) =>
        (Name().IsMatch(name) ? await services.Schedules.GetAsync(name, cancellationToken) : null)
        ?? throw new ApiException(404, "no_schedule", "There is no such schedule.");

    private async Task<string> PutSpecAsync(string name, ReadOnlyMemory<byte> spec, CancellationToken cancellationToken)
    {
        // Under its own hash: a schedule that is replaced while its run starts never reads half of each.
        var path = $"schedules/{name}/{Convert.ToHexStringLower(SHA256.HashData(spec.Span))[..16]}.json";
        using var content = new MemoryStream(spec.ToArray(), writable: false);
        await services.Pipelines.Blobs.PutAsync(path, content, BlobCondition.None, cancellationToken);
        return path;
    }

    private static void CheckTimes(ScheduleOrder order)
    {
        try
        {
            DailyTimes.Parse(order.Cron, order.TimeZone);
        }
        catch (FormatException exception)
        {
            throw new ApiException(400, "invalid_schedule", exception.Message);
        }
    }

    private ScheduleView View(ScheduleRecord schedule)
    {
        var next = schedule.IsEnabled ? DailyTimes.Parse(schedule.Cron, schedule.TimeZone).Next(Clock.GetUtcNow())?.At : null;
        return new ScheduleView(
            schedule.Name, schedule.Pipeline, schedule.Project, schedule.Cron, schedule.TimeZone, schedule.CatchUp, schedule.IsEnabled, next, schedule.LastDay, schedule.LastRunId?.Value, schedule.LastError);
    }

    private Task<IResult> HandleAsync(CancellationToken cancellationToken, Func<Task<IResult>> handleAsync) =>
        ApiFailures.TranslateAsync(logger, cancellationToken, handleAsync);

    private static IResult Json<T>(T value) => Results.Json(value, DurableJson.Options);

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z")]
    private static partial Regex Name();
}

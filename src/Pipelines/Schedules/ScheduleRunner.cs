using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Schedules;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Pipelines.Schedules;

/// <summary>
/// Starts what is due: a run a day for a project, whoever asks and however often. The timer of either host calls it; it keeps no state of
/// its own, so a host that was down, or a second one beside it, changes nothing.
/// </summary>
public sealed partial class ScheduleRunner(ScheduleStore schedules, ScheduleDays days, IBlobStore blobs, RunStarter starter, TimeProvider clock, ILogger<ScheduleRunner> logger)
{
    /// <summary>Starts every run that is due and not started yet. A schedule that cannot be started says so in its record and is tried again at the next call.</summary>
    /// <returns>The runs that were started by this call or found half started.</returns>
    public async Task<IReadOnlyList<RunRecord>> RunDueAsync(CancellationToken cancellationToken)
    {
        var started = new List<RunRecord>();
        await foreach (var schedule in schedules.ListAsync(cancellationToken))
        {
            if (!schedule.IsEnabled) continue;
            foreach (var day in await DueAsync(schedule, cancellationToken))
            {
                if (await StartAsync(schedule, day, cancellationToken) is { } run) started.Add(run);
            }
        }

        return started;
    }

    /// <summary>Starts the run of a day now, unless the project has had it.</summary>
    /// <returns>The day's run and whether it was started by this call; null when it could not be started, which the schedule's record explains.</returns>
    public async Task<RunRecord?> StartAsync(ScheduleRecord schedule, DateOnly day, CancellationToken cancellationToken)
    {
        var key = StartKey.OfDay(schedule.Project, day, schedule.Name);
        if (await starter.IsStartedAsync(key, cancellationToken)) return null;
        try
        {
            var run = await starter.StartAsync(await RequestAsync(schedule, cancellationToken), key, cancellationToken);
            LogStarted(schedule.Name, day, run.RunId.Value);
            await schedules.TryUpdateAsync(
                schedule.Name, stored => stored with { LastError = null, LastRunId = run.RunId, LastDay = day }, cancellationToken);
            return run;
        }
        catch (Exception exception) when (exception is Input.InputException or KeyNotFoundException or FileNotFoundException or StartRefusedException)
        {
            await days.NoteAsync(schedule.Project, day, schedule.Name, exception.Message, cancellationToken);
            await RefuseAsync(schedule, exception, cancellationToken);
            return null;
        }
    }

    private async Task<IReadOnlyList<DateOnly>> DueAsync(ScheduleRecord schedule, CancellationToken cancellationToken)
    {
        try
        {
            return DueDays.Of(schedule, DailyTimes.Parse(schedule.Cron, schedule.TimeZone), clock.GetUtcNow());
        }
        catch (FormatException exception)
        {
            // Its zone was known where it was put, and is not on this machine.
            await RefuseAsync(schedule, exception, cancellationToken);
            return [];
        }
    }

    private async Task RefuseAsync(ScheduleRecord schedule, Exception exception, CancellationToken cancellationToken)
    {
        if (schedule.LastError != exception.Message) LogRefused(schedule.Name, exception.Message);
        await schedules.TryUpdateAsync(schedule.Name, stored => stored with { LastError = exception.Message }, cancellationToken);
    }

    private async Task<StartRequest> RequestAsync(ScheduleRecord schedule, CancellationToken cancellationToken)
    {
        await using var blob = await blobs.OpenReadAsync(schedule.SpecBlob, cancellationToken)
            ?? throw new FileNotFoundException($"The specification of schedule '{schedule.Name}' is gone ({schedule.SpecBlob}); put the schedule again.");
        using var bytes = new MemoryStream();
        await blob.Content.CopyToAsync(bytes, cancellationToken);
        return new StartRequest(schedule.Pipeline, new SpecSource.OfJson($"schedule {schedule.Name}", bytes.ToArray()));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Schedule {Schedule}: run {RunId} of {Day} started.")]
    private partial void LogStarted(string schedule, DateOnly day, string runId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Schedule {Schedule}: its run could not be started: {Reason} No money was spent.")]
    private partial void LogRefused(string schedule, string reason);
}

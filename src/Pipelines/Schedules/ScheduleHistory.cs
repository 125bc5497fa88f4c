using System.Globalization;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Schedules;

namespace FunctionsPipeline.Pipelines.Schedules;

/// <summary>A day of a schedule: its run and what came of it, or why there is none.</summary>
/// <param name="Day">The day where the schedule is at home.</param>
/// <param name="DueAt">When its run was due; null on a day on which none was, and somebody asked for one.</param>
/// <param name="RunId">Its run; null when there is none.</param>
/// <param name="Status">How the run stands; null when there is none.</param>
/// <param name="Reason">Why there is no run, or what is wrong with it; null when all is well.</param>
public sealed record ScheduledDay(DateOnly Day, DateTimeOffset? DueAt, string? RunId, RunStatus? Status, string? Reason);

/// <summary>Tells of every day of a schedule either its run or the reason why there is none. Only reads.</summary>
/// <param name="claims">Which run a day has.</param>
/// <param name="runs">Runs and their items.</param>
/// <param name="notes">Days on which a start was refused.</param>
/// <param name="clock">Until when.</param>
public sealed class ScheduleHistory(StartClaims claims, RunStore runs, ScheduleDays notes, TimeProvider clock)
{
    /// <summary>Most days that are told at once.</summary>
    public const int DaysMax = 366;

    /// <summary>The last days on which the schedule was due, or its project had a run, the newest first.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="count">How many days back, 1 to <see cref="DaysMax"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="FormatException">This machine does not know the schedule's zone.</exception>
    public async Task<IReadOnlyList<ScheduledDay>> ReadAsync(ScheduleRecord schedule, int count, CancellationToken cancellationToken)
    {
        var (times, now) = (DailyTimes.Parse(schedule.Cron, schedule.TimeZone), clock.GetUtcNow());
        var from = now.AddDays(-Math.Clamp(count, 1, DaysMax));
        var due = times.Between(from, now).GroupBy(time => time.Day).ToDictionary(day => day.Key, day => day.First().At);
        var days = new List<ScheduledDay>();
        for (var day = times.DayOf(now); day >= times.DayOf(from); day = day.AddDays(-1))
        {
            if (await DayAsync(schedule, day, due.TryGetValue(day, out var at) ? at : null, cancellationToken) is { } told) days.Add(told);
        }

        return days;
    }

    private async Task<ScheduledDay?> DayAsync(ScheduleRecord schedule, DateOnly day, DateTimeOffset? dueAt, CancellationToken cancellationToken)
    {
        var claim = await claims.FindAsync(StartKey.OfDay(schedule.Project, day, schedule.Name), cancellationToken);
        if (claim is null)
        {
            var reason = await notes.FindAsync(schedule.Project, day, cancellationToken) is { } note ? $"It could not be started: {note.Reason}" : WhyNone(schedule, day, dueAt);
            return reason is null ? null : new ScheduledDay(day, dueAt, null, null, reason);
        }

        if (await runs.GetAsync(claim.RunId, cancellationToken) is { } run) return new ScheduledDay(day, dueAt, run.RunId.Value, run.Status, await WhatIsWrongAsync(run, cancellationToken));
        return new ScheduledDay(day, dueAt, claim.RunId.Value, null, "The process that began it ended before the run was made; whoever starts runs next makes it.");
    }

    /// <summary>Why a day has no run; null for one that is none of the schedule's, which may have been made, or changed, since.</summary>
    private string? WhyNone(ScheduleRecord schedule, DateOnly day, DateTimeOffset? dueAt)
    {
        if (dueAt is not { } due || due < schedule.CreatedAt) return null;
        if (!schedule.IsEnabled) return "The schedule is held.";
        var isMissed = clock.GetUtcNow() - due > DueDays.Lateness && !DueDays.Of(schedule, DailyTimes.Parse(schedule.Cron, schedule.TimeZone), clock.GetUtcNow()).Contains(day);
        return isMissed
            ? string.Create(CultureInfo.InvariantCulture, $"Missed: no host was there at {due:yyyy-MM-dd HH:mm}Z, and catchUp {CatchUpText(schedule.CatchUp)} does not make up for it.")
            : "It is due and not started yet: is a host there (pipeline serve)?";
    }

    /// <summary>What the first item that did not do all that was wanted says.</summary>
    private async Task<string?> WhatIsWrongAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (!run.IsEnded) return run.IsSuspended ? "It is suspended." : null;
        await foreach (var item in runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            if (item.Error is { } error) return $"{error.Code}: {error.Message}";
            if (item.Degradations.Count > 0) return $"{item.Degradations[0].Kind}: {item.Degradations[0].VisibleEffect} {item.Degradations[0].Why}";
        }

        return null;
    }

    private static string CatchUpText(CatchUp policy) => policy switch
    {
        CatchUp.EveryDay => "everyDay",
        CatchUp.Today => "today",
        _ => "skip",
    };
}

using FunctionsPipeline.State.Schedules;

namespace FunctionsPipeline.Pipelines.Schedules;

/// <summary>Which days of a schedule should have had their run by now. Pure: the same at every host and every time it is asked.</summary>
public static class DueDays
{
    /// <summary>How late a start may be and still count as on time: hosts restart, timers are late.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromMinutes(10);

    /// <summary>How far back <see cref="CatchUp.EveryDay"/> reaches: after a longer outage a person should look first.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(7);

    /// <summary>The days, oldest first, each once: the first time of a day is the one that counts.</summary>
    public static IReadOnlyList<DateOnly> Of(ScheduleRecord schedule, DailyTimes times, DateTimeOffset now)
    {
        var today = times.DayOf(now);
        var from = now - Reach;
        if (from < schedule.CreatedAt) from = schedule.CreatedAt;
        return
        [
            .. times.Between(from, now)
                .GroupBy(time => time.Day)
                .Where(day => schedule.CatchUp switch
                {
                    CatchUp.EveryDay => true,
                    CatchUp.Today => day.Key == today || now - day.Last().At <= Lateness,
                    _ => day.Any(time => now - time.At <= Lateness),
                })
                .Select(day => day.Key),
        ];
    }
}

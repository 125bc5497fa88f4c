using FunctionsPipeline.State.Schedules;

namespace FunctionsPipeline.Pipelines.Schedules;

/// <summary>Which day a project has, for a run of which there is one a day.</summary>
public static class ProjectDays
{
    /// <summary>
    /// Today where the project is at home: in the zone of its schedule where it has one, so that a person and the timer mean the same day,
    /// or else in the given one.
    /// </summary>
    /// <param name="schedules">Schedules.</param>
    /// <param name="project">Project.</param>
    /// <param name="timeZone">IANA name of the zone of a project without a schedule.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="FormatException">This machine does not know the zone.</exception>
    public static async Task<DateOnly> TodayAsync(ScheduleStore schedules, string project, string timeZone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await foreach (var schedule in schedules.ListAsync(cancellationToken))
        {
            if (schedule.Project == project) return DailyTimes.Parse(schedule.Cron, schedule.TimeZone).DayOf(now);
        }

        return DailyTimes.Parse(EveryMidnight, timeZone).DayOf(now);
    }

    private const string EveryMidnight = "0 0 0 * * *";
}

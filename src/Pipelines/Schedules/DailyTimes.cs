using NCrontab;

namespace FunctionsPipeline.Pipelines.Schedules;

/// <summary>One time of a schedule.</summary>
/// <param name="At">The instant.</param>
/// <param name="Day">The day where the schedule is at home.</param>
public readonly record struct DailyTime(DateTimeOffset At, DateOnly Day);

/// <summary>
/// The times of a schedule: the clock on the wall of its time zone, in NCRONTAB. A time that the wall clock leaves out (spring) is taken
/// at the end of the gap; one that it shows twice (autumn) is taken the first time. Immutable; safe for several threads.
/// </summary>
public sealed class DailyTimes
{
    private readonly CrontabSchedule _schedule;
    private readonly TimeZoneInfo _zone;

    private DailyTimes(CrontabSchedule schedule, TimeZoneInfo zone) => (_schedule, _zone) = (schedule, zone);

    /// <summary>Reads an expression and the name of a zone.</summary>
    /// <exception cref="FormatException">One of them is not known; the message says which and what is allowed.</exception>
    public static DailyTimes Parse(string cron, string timeZone)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone))
        {
            throw new FormatException($"timeZone: '{timeZone}' is not known on this machine; allowed: an IANA name such as Europe/Berlin or UTC.");
        }

        var schedule = CrontabSchedule.TryParse(cron, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        return schedule is null
            ? throw new FormatException(
                $"cron: '{cron}' is not NCRONTAB; allowed: six fields, second minute hour day month day-of-week, such as '0 30 9 * * *' for half past nine.")
            : new DailyTimes(schedule, zone);
    }

    /// <summary>Times after <paramref name="after"/> up to and including <paramref name="until"/>, in order.</summary>
    public IEnumerable<DailyTime> Between(DateTimeOffset after, DateTimeOffset until)
    {
        // The wall clock may run an hour back, so times are looked for from a little earlier and to a little later.
        var wall = Wall(after).AddHours(-3);
        var end = Wall(until).AddHours(3);
        DateTimeOffset? last = null;
        while (true)
        {
            wall = _schedule.GetNextOccurrence(wall, end);
            if (wall >= end) yield break;
            var at = Instant(wall);
            if (at > until) yield break;

            // Two times in one gap fall together.
            if (at > after && at != last) yield return new DailyTime(at, DateOnly.FromDateTime(wall));
            last = at;
        }
    }

    /// <summary>The first time after an instant, or null when there is none within four years.</summary>
    public DailyTime? Next(DateTimeOffset after)
    {
        foreach (var time in Between(after, after.AddYears(4))) return time;
        return null;
    }

    /// <summary>The day on the wall calendar at an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Wall(instant));

    private DateTime Wall(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone).DateTime;

    private DateTimeOffset Instant(DateTime wall)
    {
        if (_zone.IsInvalidTime(wall))
        {
            // Half past two on a day without one is taken at three.
            var after = wall;
            while (_zone.IsInvalidTime(after)) after = after.AddMinutes(1);
            after = new DateTime(after.Year, after.Month, after.Day, after.Hour, after.Minute, 0, DateTimeKind.Unspecified);
            return new DateTimeOffset(after, _zone.GetUtcOffset(after)).ToUniversalTime();
        }

        var offset = _zone.IsAmbiguousTime(wall) ? _zone.GetAmbiguousTimeOffsets(wall).Max() : _zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }
}

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>The times of day at which a channel publishes. Pure.</summary>
public static class PublishTimes
{
    /// <summary>Times after a moment, in order, for two years.</summary>
    /// <param name="after">The moment.</param>
    /// <param name="timesOfDay">Local times.</param>
    /// <param name="zone">Where they are local. A time that a change of clocks leaves out is moved behind the gap; of one that comes twice the first counts.</param>
    public static IEnumerable<DateTimeOffset> After(DateTimeOffset after, IReadOnlyList<TimeOnly> timesOfDay, TimeZoneInfo zone)
    {
        var times = timesOfDay.Distinct().Order().ToList();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, zone).Date);
        for (var day = 0; day < Limits.SlotDaysMax; day++)
        {
            foreach (var time in times)
            {
                var moment = Moment(today.AddDays(day).ToDateTime(time), zone);
                if (moment > after) yield return moment;
            }
        }
    }

    private static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}

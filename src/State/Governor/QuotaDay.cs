namespace FunctionsPipeline.State.Governor;

/// <summary>Calendar days of a time zone as stretches of UTC, 23 to 25 hours long where clocks change.</summary>
internal static class QuotaDay
{
    public static TimeZoneInfo Zone(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new ArgumentException($"Time zone '{id}' is not known on this machine. Check the name; on Debian the zones are in the package tzdata.", error);
        }
    }

    /// <summary>The day that holds a moment, in UTC ticks, end excluded.</summary>
    public static (long Start, long End) Of(long utcTicks, TimeZoneInfo zone)
    {
        var date = TimeZoneInfo.ConvertTimeFromUtc(new DateTime(utcTicks, DateTimeKind.Utc), zone).Date;
        return (StartOf(date, zone), StartOf(date.AddDays(1), zone));
    }

    private static long StartOf(DateTime date, TimeZoneInfo zone)
    {
        var midnight = DateTime.SpecifyKind(date, DateTimeKind.Unspecified);

        // In some zones the clock leaps over midnight: the day then begins where it lands.
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return midnight.Ticks - offset.Ticks;
    }
}

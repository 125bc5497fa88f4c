using FunctionsPipeline.Pipelines.Schedules;

namespace FunctionsPipeline.Pipelines.Tests.Schedules;

/// <summary>The clock on the wall, on the days on which it is moved too.</summary>
public sealed class DailyTimesTests
{
    private const string HalfPastTwo = "0 30 2 * * *";

    [Fact]
    public void A_time_is_that_of_the_zone_in_summer_and_in_winter()
    {
        var times = DailyTimes.Parse("0 0 9 * * *", "Europe/Berlin");

        times.Next(At("2026-07-01T00:00Z"))!.Value.At.ShouldBe(At("2026-07-01T07:00Z"));
        times.Next(At("2026-12-01T00:00Z"))!.Value.At.ShouldBe(At("2026-12-01T08:00Z"));
    }

    [Fact]
    public void A_time_that_the_spring_leaves_out_is_taken_at_the_end_of_the_gap()
    {
        var day = Day(HalfPastTwo, "Europe/Berlin", new DateOnly(2026, 3, 29));

        day.ShouldHaveSingleItem().ShouldBe(new DailyTime(At("2026-03-29T01:00Z"), new DateOnly(2026, 3, 29)));
    }

    [Fact]
    public void A_time_that_the_autumn_shows_twice_is_taken_the_first_time()
    {
        var day = Day(HalfPastTwo, "Europe/Berlin", new DateOnly(2026, 10, 25));

        day.ShouldHaveSingleItem().ShouldBe(new DailyTime(At("2026-10-25T00:30Z"), new DateOnly(2026, 10, 25)));
    }

    [Fact]
    public void A_gap_at_midnight_belongs_to_the_day_that_it_begins()
    {
        // Beirut moves its clocks at midnight.
        var day = Day("0 30 0 * * *", "Asia/Beirut", new DateOnly(2026, 3, 29));

        day.ShouldHaveSingleItem().ShouldBe(new DailyTime(At("2026-03-28T22:00Z"), new DateOnly(2026, 3, 29)));
    }

    /// <summary>A law: any zone, any minute of a day, any year gives each day exactly one time, in order.</summary>
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("America/St_Johns")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Pacific/Auckland")]
    [InlineData("UTC")]
    public void Every_day_of_a_year_has_its_time_once(string zone)
    {
        foreach (var minute in Enumerable.Range(0, 24 * 60).Where(minute => minute % 30 == 0))
        {
            var times = DailyTimes.Parse($"0 {minute % 60} {minute / 60} * * *", zone);

            var year = times.Between(At("2025-12-31T00:00Z"), At("2027-01-02T00:00Z")).ToList();

            year.ShouldBe(year.OrderBy(time => time.At));
            year.Where(time => time.Day.Year == 2026).Select(time => time.Day).ShouldBe(Enumerable.Range(0, 365).Select(day => new DateOnly(2026, 1, 1).AddDays(day)), $"minute {minute}");
        }
    }

    [Theory]
    [InlineData("0 0 9 * *")]
    [InlineData("0 0 25 * * *")]
    [InlineData("every morning")]
    [InlineData("")]
    public void An_expression_that_is_none_is_refused_with_an_example(string cron) =>
        Should.Throw<FormatException>(() => DailyTimes.Parse(cron, "UTC")).Message.ShouldContain("'0 30 9 * * *'");

    [Fact]
    public void A_zone_that_is_not_known_is_refused() =>
        Should.Throw<FormatException>(() => DailyTimes.Parse("0 0 9 * * *", "Europe/Berlim")).Message.ShouldContain("Europe/Berlim");

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static List<DailyTime> Day(string cron, string zone, DateOnly day)
    {
        var noon = new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero);
        return [.. DailyTimes.Parse(cron, zone).Between(noon.AddDays(-2), noon.AddDays(2)).Where(time => time.Day == day)];
    }
}

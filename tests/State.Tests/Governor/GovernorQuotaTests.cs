using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>Quotas of a calendar day, also on days of 23 and 25 hours.</summary>
public sealed class GovernorQuotaTests
{
    private const string LosAngeles = "America/Los_Angeles";

    [Fact]
    public async Task When_the_day_is_used_up_the_next_one_waits_for_midnight_in_the_provider_s_zone()
    {
        var instance = new OneInstance(ADay(3, LosAngeles), Utc(2026, 6, 10, 20, 0));
        await instance.SendManyAsync(3);

        var fourth = await instance.AskAsync("fourth");

        fourth.IsGranted.ShouldBeFalse();
        fourth.Reason.ShouldBe(SlotReason.Quota);
        (await instance.SendAsync("fourth")).ShouldBeInRange(Utc(2026, 6, 11, 7, 0), Utc(2026, 6, 11, 7, 1));
    }

    [Fact]
    public async Task No_day_has_more_than_its_quota()
    {
        var instance = new OneInstance(ADay(100, LosAngeles), Utc(2026, 6, 10, 20, 0));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(LosAngeles);

        var sent = await instance.SendManyAsync(350);

        sent.GroupBy(time => TimeZoneInfo.ConvertTime(time, zone).Date).Select(day => day.Count()).ShouldBe([100, 100, 100, 50]);
    }

    [Theory]
    [InlineData("2026-03-08T08:30:00Z", "2026-03-09T07:00:00Z")] // Clocks go forward: 23 hours.
    [InlineData("2026-11-01T07:30:00Z", "2026-11-02T08:00:00Z")] // Clocks go back: 25 hours.
    [InlineData("2026-11-01T09:30:00Z", "2026-11-02T08:00:00Z")] // The hour that comes twice.
    [InlineData("2026-06-10T06:59:00Z", "2026-06-10T07:00:00Z")]
    public async Task A_day_ends_at_midnight_there_when_clocks_change_too(string now, string end)
    {
        var instance = new OneInstance(ADay(1, LosAngeles), DateTimeOffset.Parse(now, null));

        (await instance.StatusAsync()).QuotaResetAt.ShouldBe(DateTimeOffset.Parse(end, null));
    }

    [Fact]
    public async Task The_quota_of_a_day_of_25_hours_is_not_given_twice()
    {
        var instance = new OneInstance(ADay(1, LosAngeles), Utc(2026, 11, 1, 7, 30));
        await instance.SendAsync("first");
        instance.Clock.Advance(TimeSpan.FromHours(24));

        (await instance.AskAsync("second")).IsGranted.ShouldBeFalse();
        (await instance.SendAsync("second")).ShouldBeInRange(Utc(2026, 11, 2, 8, 0), Utc(2026, 11, 2, 8, 1));
    }

    [Fact]
    public async Task The_quota_of_a_day_of_23_hours_comes_an_hour_earlier()
    {
        var instance = new OneInstance(ADay(1, LosAngeles), Utc(2026, 3, 8, 8, 30));
        await instance.SendAsync("first");

        (await instance.SendAsync("second")).ShouldBeInRange(Utc(2026, 3, 9, 7, 0), Utc(2026, 3, 9, 7, 1));
    }

    [Fact]
    public async Task Where_the_clock_leaps_over_midnight_the_day_begins_where_it_lands()
    {
        var instance = new OneInstance(ADay(1, "America/Sao_Paulo"), Utc(2018, 11, 3, 15, 0));

        (await instance.StatusAsync()).QuotaResetAt.ShouldBe(Utc(2018, 11, 4, 3, 0));
    }

    [Fact]
    public async Task A_slot_that_was_missed_is_not_lost_from_the_quota()
    {
        var instance = new OneInstance(ADay(1, "UTC"), Utc(2026, 6, 10, 12, 0));
        var missed = await instance.AskAsync("a");
        instance.Clock.Advance(missed.ValidUntil - instance.Now + TimeSpan.FromSeconds(1));
        instance.TryUse(missed).ShouldBeFalse();

        (await instance.SendAsync("a")).ShouldBeLessThan(Utc(2026, 6, 10, 12, 1));
        (await instance.AskAsync("b")).Reason.ShouldBe(SlotReason.Quota);
    }

    [Fact]
    public async Task A_zone_nobody_knows_is_refused_by_name()
    {
        var refusal = await Should.ThrowAsync<ArgumentException>(() => new OneInstance(ADay(1, "Mars/Olympus")).AskAsync("a"));

        refusal.Message.ShouldContain("Mars/Olympus");
    }

    private static RatePolicy ADay(int limit, string zone) => new() { DailyQuota = new DailyQuota(limit, zone) };

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);
}

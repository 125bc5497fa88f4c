using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>Quotas of a calendar day, also on days of 23 and 25 hours.</summary>
public sealed class GovernorQuotaTests
{
    private const string Pacific = "America/Los_Angeles";
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(Pacific);

    /// <summary>In 2026 the clocks of Los Angeles go forward on 8 March and back on 1 November.</summary>
    [Theory]
    [InlineData("2026-03-06T20:00:00Z")]
    [InlineData("2026-10-30T20:00:00Z")]
    [InlineData("2026-06-10T20:00:00Z")]
    public void Every_day_of_the_reset_zone_has_its_quota_and_no_more(string from)
    {
        const int Limit = 10;
        var world = new VirtualWorld();
        world.Clock.JumpTo(DateTimeOffset.Parse(from));
        var workers = new GovernedWorkers(world, new RatePolicy { DailyQuota = new DailyQuota(Limit, Pacific) });
        var sent = new List<DateTimeOffset>();
        world.Run(() => Task.WhenAll(Enumerable.Range(0, 4 * Limit).Select(async n => sent.Add(await workers.SendAsync($"video-{n}")))));

        var days = sent.GroupBy(at => TimeZoneInfo.ConvertTime(at, Zone).Date).OrderBy(day => day.Key).ToList();
        days.Select(day => day.Count()).ShouldBe([Limit, Limit, Limit, Limit]);

        // Each later day's share went out just after its midnight.
        foreach (var day in days.Skip(1))
        {
            var local = TimeZoneInfo.ConvertTime(day.Min(), Zone);
            local.TimeOfDay.ShouldBeLessThan(TimeSpan.FromMinutes(1), local.ToString());
            local.TimeOfDay.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2), local.ToString());
        }
    }

    [Theory]
    [InlineData("2026-03-08T20:00:00Z", "2026-03-09T07:00:00Z")]
    [InlineData("2026-03-07T20:00:00Z", "2026-03-08T08:00:00Z")]
    [InlineData("2026-11-01T20:00:00Z", "2026-11-02T08:00:00Z")]
    [InlineData("2026-10-31T20:00:00Z", "2026-11-01T07:00:00Z")]
    public async Task The_next_day_begins_at_its_own_midnight_on_the_days_when_clocks_change(string now, string reset)
    {
        var world = new VirtualWorld();
        world.Clock.JumpTo(DateTimeOffset.Parse(now));
        var policy = new RatePolicy { DailyQuota = new DailyQuota(1, Pacific) };
        var governor = new GovernedWorkers(world, policy).Governor;
        governor.TryUse(await governor.AcquireAsync("k", policy, "a", SlotPriority.Normal, null, default)).ShouldBeTrue();

        var waiting = await governor.AcquireAsync("k", policy, "b", SlotPriority.Normal, null, default);

        waiting.IsGranted.ShouldBeFalse();
        waiting.Reason.ShouldBe(SlotReason.Quota);
        waiting.NotBefore.ShouldBeInRange(DateTimeOffset.Parse(reset) - TimeSpan.FromSeconds(10), DateTimeOffset.Parse(reset) + TimeSpan.FromSeconds(3));
        (await governor.GetStatusAsync("k", policy, default)).QuotaResetAt.ShouldBe(DateTimeOffset.Parse(reset));
    }

    [Fact]
    public async Task A_zone_whose_clock_leaps_over_midnight_has_days_too()
    {
        // Cairo, 24 April 2026: midnight does not exist, the day begins at 01:00.
        var world = new VirtualWorld();
        world.Clock.JumpTo(DateTimeOffset.Parse("2026-04-23T12:00:00Z"));
        var policy = new RatePolicy { DailyQuota = new DailyQuota(5, "Africa/Cairo") };
        var governor = new GovernedWorkers(world, policy).Governor;

        (await governor.GetStatusAsync("k", policy, default)).QuotaResetAt.ShouldBe(DateTimeOffset.Parse("2026-04-23T22:00:00Z"));
    }

    [Fact]
    public async Task A_zone_that_is_not_known_is_refused_with_advice()
    {
        var policy = new RatePolicy { DailyQuota = new DailyQuota(1, "Mars/Olympus") };
        var governor = new GovernedWorkers(new VirtualWorld(), policy).Governor;

        var refusal = await Should.ThrowAsync<ArgumentException>(() => governor.AcquireAsync("k", policy, "a", SlotPriority.Normal, null, default));

        refusal.Message.ShouldContain("Mars/Olympus");
        refusal.Message.ShouldContain("tzdata");
    }

    [Fact]
    public async Task A_missed_slot_is_not_taken_from_the_quota()
    {
        var world = new VirtualWorld();
        var policy = new RatePolicy { DailyQuota = new DailyQuota(1, Pacific) };
        var governor = new GovernedWorkers(world, policy).Governor;
        await governor.AcquireAsync("k", policy, "a", SlotPriority.Normal, null, default);
        world.Clock.Advance(TimeSpan.FromSeconds(10));

        (await governor.AcquireAsync("k", policy, "a", SlotPriority.Normal, null, default)).IsGranted.ShouldBeTrue();
    }
}

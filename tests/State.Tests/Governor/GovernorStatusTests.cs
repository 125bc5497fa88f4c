using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>What a person is shown of a key.</summary>
public sealed class GovernorStatusTests
{
    [Fact]
    public async Task A_key_that_nobody_used_is_free()
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(3, 10)], Concurrency = new ConcurrencyLimit { Max = 4 } });

        var status = await instance.StatusAsync();

        status.Windows.Single().Used.ShouldBe(0);
        status.NextSlotAt.ShouldBe(instance.Now);
        status.ConcurrencyNow.ShouldBe(0);
        status.ConcurrencyLimit.ShouldBe(4);
        status.CooldownUntil.ShouldBeNull();
        status.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task It_shows_the_use_of_the_window_and_when_the_next_slot_comes()
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(3, 10)], ArrivalJitterSeconds = 0 });
        await instance.SendManyAsync(3);

        // Uses are noted with the next answer.
        await instance.AskAsync("waiting");
        var status = await instance.StatusAsync();

        status.Windows.Single().ShouldBe(new WindowStatus(3, 3, 10));
        (status.NextSlotAt - instance.Now).TotalSeconds.ShouldBeInRange(9.9, 10.1);
        status.Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task It_shows_the_quota_and_the_pause()
    {
        var instance = new OneInstance(new RatePolicy { DailyQuota = new DailyQuota(100, "UTC") });
        await instance.SendManyAsync(2);
        await instance.ReportAsync(new SlotFeedback.RateLimited(TimeSpan.FromSeconds(40)));

        var status = await instance.StatusAsync();

        status.QuotaUsed.ShouldBe(2);
        status.QuotaLimit.ShouldBe(100);
        status.QuotaResetAt!.Value.TimeOfDay.ShouldBe(TimeSpan.Zero);
        (status.CooldownUntil!.Value - instance.Now).TotalSeconds.ShouldBeInRange(39.9, 40.1);
    }
}

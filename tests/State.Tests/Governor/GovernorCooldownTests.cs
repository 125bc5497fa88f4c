using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>"Too many requests": everybody holds back, for as long as the provider says.</summary>
public sealed class GovernorCooldownTests
{
    private static readonly RatePolicy Policy = new() { Windows = [new RateWindow(10, 1)] };

    [Fact]
    public async Task After_a_refusal_no_instance_sends_before_the_time_the_provider_named()
    {
        var instance = new OneInstance(Policy);
        var other = instance.Another();
        await other.SendAsync("warm");
        await instance.ReportAsync(new SlotFeedback.RateLimited(TimeSpan.FromSeconds(30)));
        var refusedAt = instance.Now;

        var answer = await other.AskAsync("a");

        answer.IsGranted.ShouldBeFalse();
        answer.Reason.ShouldBe(SlotReason.Cooldown);
        ((await other.SendAsync("b")) - refusedAt).TotalSeconds.ShouldBeInRange(30, 31);
    }

    [Fact]
    public async Task A_slot_that_was_granted_before_the_refusal_is_void_during_the_pause()
    {
        var instance = new OneInstance(Policy);
        var grant = await instance.AskAsync("a");
        instance.Clock.Advance(grant.Wait);

        await instance.ReportAsync(new SlotFeedback.RateLimited(TimeSpan.FromSeconds(5)));

        instance.TryUse(grant).ShouldBeFalse();
        var refusedAt = instance.Now;
        ((await instance.SendAsync("a")) - refusedAt).TotalSeconds.ShouldBeInRange(5, 6);
    }

    [Fact]
    public async Task A_pause_holds_without_any_limit_in_the_policy()
    {
        var instance = new OneInstance(RatePolicy.Unlimited);
        await instance.ReportAsync(new SlotFeedback.RateLimited(TimeSpan.FromSeconds(5)));
        var refusedAt = instance.Now;

        ((await instance.SendAsync("a")) - refusedAt).TotalSeconds.ShouldBeInRange(5, 5.1);
    }

    [Fact]
    public async Task Without_a_named_time_the_pause_doubles_up_to_a_minute()
    {
        var instance = new OneInstance(Policy);
        var pauses = new List<double>();
        for (var refusal = 0; refusal < 8; refusal++)
        {
            await instance.ReportAsync(new SlotFeedback.RateLimited(null));
            var refusedAt = instance.Now;
            pauses.Add(Math.Round((await instance.SendAsync($"item-{refusal}") - refusedAt).TotalSeconds));
        }

        pauses.ShouldBe([1, 2, 4, 8, 16, 32, 60, 60]);
    }

    [Fact]
    public async Task A_success_ends_the_doubling()
    {
        var instance = new OneInstance(Policy);
        for (var refusal = 0; refusal < 4; refusal++)
        {
            await instance.ReportAsync(new SlotFeedback.RateLimited(null));
            await instance.SendAsync($"item-{refusal}");
        }

        await instance.ReportAsync(new SlotFeedback.Succeeded());
        await instance.ReportAsync(new SlotFeedback.RateLimited(null));

        var refusedAt = instance.Now;
        (await instance.SendAsync("next") - refusedAt).TotalSeconds.ShouldBeInRange(1, 1.5);
    }

    [Fact]
    public async Task Refusals_of_requests_that_were_sent_together_count_once()
    {
        var instance = new OneInstance(Policy);
        for (var refusal = 0; refusal < 10; refusal++) await instance.ReportAsync(new SlotFeedback.RateLimited(null));

        var refusedAt = instance.Now;
        (await instance.SendAsync("next") - refusedAt).TotalSeconds.ShouldBeInRange(1, 1.5);
    }

    [Fact]
    public async Task A_pause_beyond_all_reason_ends_after_a_week()
    {
        var instance = new OneInstance(Policy);
        await instance.ReportAsync(new SlotFeedback.RateLimited(TimeSpan.MaxValue));

        (await instance.StatusAsync()).CooldownUntil!.Value.ShouldBe(instance.Now.AddDays(7), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_provider_can_slow_down_but_not_speed_up()
    {
        var instance = new OneInstance(Policy);
        await instance.ReportAsync(new SlotFeedback.RateLimited(TimeSpan.FromSeconds(-100)));

        var sent = await instance.SendManyAsync(21);

        (sent[20] - sent[0]).TotalSeconds.ShouldBeGreaterThanOrEqualTo(2);
    }
}

using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>What a caller sees of one slot.</summary>
public sealed class GovernorTests
{
    private static readonly RatePolicy TenASecond = new() { Windows = [new RateWindow(10, 1)] };

    [Fact]
    public async Task Without_a_limit_a_slot_is_good_at_once_and_nothing_is_written()
    {
        var instance = new OneInstance(RatePolicy.Unlimited);

        var grant = await instance.AskAsync("a");

        grant.Wait.ShouldBe(TimeSpan.Zero);
        instance.TryUse(grant).ShouldBeTrue();
        ((InMemoryTableStore)instance.Tables).WriteCount.ShouldBe(0);
    }

    [Fact]
    public async Task The_first_slot_starts_at_once()
    {
        var instance = new OneInstance(TenASecond);

        var grant = await instance.AskAsync("a");

        grant.IsGranted.ShouldBeTrue();
        grant.Reason.ShouldBe(SlotReason.Granted);
        grant.Wait.ShouldBeLessThan(TimeSpan.FromMilliseconds(20));
        grant.ValidUntil.ShouldBeGreaterThan(grant.NotBefore);
    }

    [Fact]
    public async Task Asked_again_for_the_same_id_it_gives_the_same_slot()
    {
        var instance = new OneInstance(TenASecond);
        var first = await instance.AskAsync("a");
        instance.Clock.Advance(TimeSpan.FromMilliseconds(100));

        var again = await instance.AskAsync("a");

        again.ValidUntil.ShouldBe(first.ValidUntil);
        (await instance.StatusAsync()).Windows.Single().Used.ShouldBe(1);
    }

    [Fact]
    public async Task A_slot_is_used_once()
    {
        var instance = new OneInstance(TenASecond);
        var grant = await instance.AskAsync("a");
        instance.Clock.Advance(grant.Wait);

        instance.TryUse(grant).ShouldBeTrue();
        instance.TryUse(grant).ShouldBeFalse();
    }

    [Fact]
    public async Task A_slot_cannot_be_used_before_its_time()
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(1, 1)] });
        await instance.SendAsync("first");
        var grant = await instance.AskAsync("a");
        while (!grant.IsGranted)
        {
            instance.Clock.Advance(grant.Wait);
            grant = await instance.AskAsync("a", grant);
        }

        grant.Wait.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(10));
        instance.TryUse(grant).ShouldBeFalse();
        instance.Clock.Advance(grant.Wait);
        instance.TryUse(grant).ShouldBeTrue();
    }

    [Fact]
    public async Task A_slot_cannot_be_used_after_its_end_and_the_next_one_is_new()
    {
        var instance = new OneInstance(TenASecond);
        var missed = await instance.AskAsync("a");
        instance.Clock.Advance(missed.ValidUntil - instance.Now + TimeSpan.FromMilliseconds(1));

        instance.TryUse(missed).ShouldBeFalse();
        var next = await instance.AskAsync("a");
        next.ValidUntil.ShouldBeGreaterThan(missed.ValidUntil);
        instance.Clock.Advance(next.Wait);
        instance.TryUse(next).ShouldBeTrue();
    }

    [Fact]
    public async Task A_slot_of_an_earlier_process_life_cannot_be_used()
    {
        var instance = new OneInstance(TenASecond);
        var grant = await instance.AskAsync("a");
        instance.Clock.Advance(grant.Wait);

        instance.Another().TryUse(grant).ShouldBeFalse();
    }

    [Fact]
    public async Task A_slot_that_is_still_good_when_the_process_dies_counts_in_the_window()
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(1, 1)] });
        var held = await instance.AskAsync("a");
        var mayBeSentUntil = held.ValidUntil;

        var sent = await instance.Another().SendAsync("b");

        (sent - mayBeSentUntil).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task An_answer_keeps_its_place_in_the_queue_through_JSON()
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(1, 100)] });
        await instance.SendAsync("first");
        var place = await instance.AskAsync("a");

        var read = JsonSerializer.Deserialize<SlotGrant>(JsonSerializer.Serialize(place));

        place.IsGranted.ShouldBeFalse();
        read.ShouldBe(place);
        await instance.AskAsync("a", read);
        (await instance.StatusAsync()).Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task Keys_do_not_know_each_other()
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(1, 100)] });
        await instance.SendAsync("first");
        var governor = new State.Governor.Governor(
            instance.Tables, instance.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<State.Governor.Governor>.Instance);

        var other = await governor.AcquireAsync("fal/video", instance.Policy, "a", SlotPriority.Normal, null, CancellationToken.None);

        other.IsGranted.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, double.NaN)]
    [InlineData(1, 1e12)]
    public async Task A_policy_that_makes_no_sense_is_refused(int limit, double seconds)
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(limit, seconds)] });

        await Should.ThrowAsync<ArgumentException>(() => instance.AskAsync("a"));
    }

    [Fact]
    public async Task A_cancelled_caller_takes_no_slot()
    {
        var instance = new OneInstance(TenASecond);
        var governor = new State.Governor.Governor(
            instance.Tables, instance.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<State.Governor.Governor>.Instance);

        await Should.ThrowAsync<OperationCanceledException>(
            () => governor.AcquireAsync(OneInstance.Key, TenASecond, "a", SlotPriority.Normal, null, new CancellationToken(true)));

        (await instance.StatusAsync()).Windows.Single().Used.ShouldBe(0);
    }
}

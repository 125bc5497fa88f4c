using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>Requests under way at once: a hard limit, and below it a number that follows what the provider takes.</summary>
public sealed class GovernorConcurrencyTests
{
    [Fact]
    public async Task No_more_than_the_limit_are_under_way_over_all_instances()
    {
        var instance = new OneInstance(AtOnce(2));
        await instance.SendAsync("a");
        await instance.Another().SendAsync("b");

        var third = await instance.AskAsync("c");

        third.IsGranted.ShouldBeFalse();
        third.Reason.ShouldBe(SlotReason.Concurrency);
        third.Wait.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public void All_get_through_and_waiting_for_a_place_costs_little()
    {
        var world = new VirtualWorld();
        var random = new Random(1);
        var workers = new GovernedWorkers(world, AtOnce(4));
        var (now, most, done) = (0, 0, 0);
        var start = world.Clock.GetUtcNow();
        world.Run(() => Task.WhenAll(Enumerable.Range(0, 100).Select(async item =>
        {
            await workers.SendAsync($"item-{item}");
            most = Math.Max(most, ++now);
            await world.Delay(TimeSpan.FromSeconds(20 + (20 * random.NextDouble())));
            now--;
            await workers.Governor.ReleaseAsync(GovernedWorkers.Key, $"item-{item}", default);
            done++;
        })));

        most.ShouldBe(4);
        done.ShouldBe(100);

        // 100 of 30 s each, 4 at once, take 750 s.
        (world.Clock.GetUtcNow() - start).TotalSeconds.ShouldBeLessThan(750 * 1.15);
    }

    [Fact]
    public async Task A_place_that_is_given_back_goes_to_the_next()
    {
        var instance = new OneInstance(AtOnce(1));
        await instance.SendAsync("a");
        var waiting = await instance.AskAsync("b");

        await instance.Another().ReleaseAsync("a");

        (await instance.AskAsync("b", waiting)).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task Giving_a_place_back_twice_frees_one()
    {
        var instance = new OneInstance(AtOnce(2));
        await instance.SendAsync("a");
        await instance.SendAsync("b");

        await instance.ReleaseAsync("a");
        await instance.ReleaseAsync("a");

        (await instance.StatusAsync()).ConcurrencyNow.ShouldBe(1);
    }

    [Fact]
    public async Task A_holder_that_asks_again_takes_no_second_place()
    {
        var instance = new OneInstance(AtOnce(2));
        await instance.SendAsync("a");
        await instance.Another().SendAsync("a");

        (await instance.StatusAsync()).ConcurrencyNow.ShouldBe(1);
    }

    [Fact]
    public async Task The_place_of_a_dead_holder_comes_free_by_itself()
    {
        var instance = new OneInstance(AtOnce(1, holderSeconds: 60));
        var sent = await instance.SendAsync("dead");

        var next = await instance.Another().SendAsync("b");

        (next - sent).TotalSeconds.ShouldBeInRange(60, 75);
    }

    [Fact]
    public async Task A_refusal_halves_what_may_be_under_way_and_successes_bring_it_back_one_a_round()
    {
        var instance = new OneInstance(AtOnce(8));
        await instance.ReportAsync(new SlotFeedback.RateLimited(TimeSpan.FromSeconds(1)));
        (await instance.StatusAsync()).ConcurrencyLimit.ShouldBe(4);

        var steps = new List<int>();
        for (var success = 0; success < 40; success++)
        {
            await instance.ReportAsync(new SlotFeedback.Succeeded());
            steps.Add((await instance.StatusAsync()).ConcurrencyLimit!.Value);
        }

        steps[3].ShouldBe(4);
        steps[5].ShouldBe(5);
        steps.ShouldBeInOrder();
        steps[^1].ShouldBe(8);
    }

    [Fact]
    public async Task It_never_falls_below_one_nor_rises_above_the_hard_limit()
    {
        var instance = new OneInstance(AtOnce(3));
        for (var refusal = 0; refusal < 5; refusal++)
        {
            await instance.ReportAsync(new SlotFeedback.RateLimited(TimeSpan.FromSeconds(1)));
            instance.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        (await instance.StatusAsync()).ConcurrencyLimit.ShouldBe(1);
        for (var success = 0; success < 50; success++) await instance.ReportAsync(new SlotFeedback.Succeeded());
        (await instance.StatusAsync()).ConcurrencyLimit.ShouldBe(3);
    }

    [Fact]
    public async Task It_starts_where_the_policy_says()
    {
        var instance = new OneInstance(new RatePolicy { Concurrency = new ConcurrencyLimit { Max = 10, Start = 2 } });
        await instance.SendAsync("a");
        await instance.SendAsync("b");

        (await instance.AskAsync("c")).IsGranted.ShouldBeFalse();
    }

    [Fact]
    public async Task More_at_once_than_one_row_can_hold_are_refused()
    {
        var refusal = await Should.ThrowAsync<ArgumentException>(() => new OneInstance(AtOnce(5000)).AskAsync("a"));

        refusal.Message.ShouldContain("4000");
    }

    [Fact]
    public async Task Four_thousand_at_once_fit_into_the_store()
    {
        var instance = new OneInstance(AtOnce(4000));

        await instance.SendManyAsync(4000);

        (await instance.StatusAsync()).ConcurrencyNow.ShouldBe(4000);
        (await instance.AskAsync("one more")).IsGranted.ShouldBeFalse();
    }

    private static RatePolicy AtOnce(int max, double holderSeconds = 900) =>
        new() { Concurrency = new ConcurrencyLimit { Max = max, HolderSeconds = holderSeconds } };
}

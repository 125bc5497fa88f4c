using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>Windows: never one too many, and no more waiting than they ask for.</summary>
public sealed class GovernorRateTests
{
    [Fact]
    public async Task The_eleventh_of_ten_a_second_waits_for_the_first_to_leave_the_window()
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(10, 1)], ArrivalJitterSeconds = 0 });

        var sent = await instance.SendManyAsync(11);

        (sent[9] - sent[0]).ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
        (sent[10] - sent[0]).ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.1));
    }

    [Fact]
    public async Task Windows_are_kept_longer_by_the_jitter_on_the_way()
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(1, 1)], ArrivalJitterSeconds = 0.25 });

        var sent = await instance.SendManyAsync(2);

        (sent[1] - sent[0]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1.25));
    }

    [Fact]
    public async Task A_caller_with_a_smaller_limit_of_its_own_does_not_make_others_forget_what_was_sent()
    {
        var wide = new OneInstance(new RatePolicy { Windows = [new RateWindow(10, 100)] });
        var narrow = wide.Another(new RatePolicy { Windows = [new RateWindow(11, 100)] });
        var sent = await wide.SendManyAsync(10);
        sent.Add(await narrow.SendAsync("one more"));
        narrow = wide.Another(new RatePolicy { Windows = [new RateWindow(1, 100)] });
        (await narrow.AskAsync("narrow")).IsGranted.ShouldBeFalse();
        sent.AddRange(await wide.SendManyAsync(5, "after"));

        BusiestStretch(sent, TimeSpan.FromSeconds(100)).ShouldBe(11);
        sent[11].ShouldBeGreaterThanOrEqualTo(sent[1].AddSeconds(100));
    }

    [Fact]
    public async Task A_window_of_many_thousands_is_kept()
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(2500, 60)] });

        var sent = await instance.SendManyAsync(6000);

        BusiestStretch(sent, TimeSpan.FromSeconds(60)).ShouldBeInRange(2300, 2500);
    }

    [Fact]
    public async Task One_hundred_calls_at_fifteen_a_minute_take_six_minutes_and_426_take_28()
    {
        var instance = new OneInstance(new RatePolicy { Windows = [new RateWindow(15, 60)] });

        var sent = await instance.SendManyAsync(426);

        (sent[99] - sent[0]).TotalSeconds.ShouldBeInRange(360, 362);
        (sent[425] - sent[0]).TotalSeconds.ShouldBeInRange(1680, 1684);
    }

    [Fact]
    public void No_schedule_of_callers_passes_a_window()
    {
        var schedules =
            from limit in Gen.Choose(1, 12)
            from seconds in Gen.Choose(1, 30)
            from pauses in Gen.Choose(0, 4000).ListOf(40)
            select (limit, seconds, pauses);

        Prop.ForAll(schedules.ToArbitrary(), schedule =>
        {
            var policy = new RatePolicy { Windows = [new RateWindow(schedule.limit, schedule.seconds)], ArrivalJitterSeconds = 0 };
            var sent = SendAfterPausesAsync(policy, schedule.pauses).GetAwaiter().GetResult();
            return BusiestStretch(sent, TimeSpan.FromSeconds(schedule.seconds)) <= schedule.limit;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void A_thousand_callers_of_one_process_are_put_together_into_few_writes()
    {
        var world = new VirtualWorld();
        var inner = new InMemoryTableStore(world.Clock);
        var distant = new DistantTableStore(inner, world.Clock, new Random(1), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20));
        var governor = new State.Governor.Governor(
            distant, world.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<State.Governor.Governor>.Instance);
        var policy = new RatePolicy { Windows = [new RateWindow(1000, 1)] };
        var granted = 0;

        world.Run(() => Task.WhenAll(Enumerable.Range(0, 1000).Select(async index =>
        {
            var grant = await governor.AcquireAsync("xai/video", policy, $"item-{index}", SlotPriority.Normal, null, CancellationToken.None);
            if (grant.IsGranted) granted++;
        })));

        granted.ShouldBe(1000);
        inner.WriteCount.ShouldBeLessThanOrEqualTo(3);
    }

    private static async Task<List<DateTimeOffset>> SendAfterPausesAsync(RatePolicy policy, IEnumerable<int> pausesMs)
    {
        // Two instances in turn; every seventh caller dies with its slot in hand.
        var first = new OneInstance(policy);
        var second = first.Another();
        var sent = new List<DateTimeOffset>();
        var count = 0;
        foreach (var pause in pausesMs)
        {
            var instance = ++count % 2 == 0 ? first : second;
            if (count % 7 == 0) await instance.AskAsync($"dead-{count}");
            else sent.Add(await instance.SendAsync($"item-{count}"));
            first.Clock.Advance(TimeSpan.FromMilliseconds(pause));
        }

        return sent;
    }

    /// <summary>The most requests in any stretch that is a little shorter than the window.</summary>
    private static int BusiestStretch(IReadOnlyList<DateTimeOffset> sent, TimeSpan window)
    {
        var most = 0;
        for (int first = 0, last = 0; last < sent.Count; last++)
        {
            while (sent[last] - sent[first] >= window) first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}

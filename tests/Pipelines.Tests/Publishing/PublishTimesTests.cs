using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

public sealed class PublishTimesTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Times_are_local_and_in_order_over_a_change_of_clocks()
    {
        var times = PublishTimes.After(DateTimeOffset.Parse("2026-10-24T12:00:00Z"), [new TimeOnly(18, 0), new TimeOnly(2, 30)], Berlin).Take(4);

        // On 25 October 02:30 comes twice: the first counts.
        times.Select(time => time.ToString("MM-dd HH:mm")).ShouldBe(["10-24 16:00", "10-25 00:30", "10-25 17:00", "10-26 01:30"]);
    }

    [Fact]
    public void A_time_that_does_not_exist_is_moved_behind_the_gap() =>
        PublishTimes.After(DateTimeOffset.Parse("2026-03-28T20:00:00Z"), [new TimeOnly(2, 30)], Berlin).First().ShouldBe(DateTimeOffset.Parse("2026-03-29T01:00:00Z"));

    [Fact]
    public async Task Twenty_publications_that_ask_at_once_get_twenty_times_and_keep_them()
    {
        var clock = new ManualTimeProvider();
        var tables = new InMemoryTableStore(clock);
        var candidates = PublishTimes.After(clock.GetUtcNow(), [new TimeOnly(9, 0), new TimeOnly(18, 0)], Berlin).Take(20).ToList();

        var claimed = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => new PublishSlots(tables).ClaimAsync("channel", candidates, $"p/{number}", default))));
        var again = await new PublishSlots(tables).ClaimAsync("channel", candidates.Skip(10), "p/3", default);
        var tooMany = await new PublishSlots(tables).ClaimAsync("channel", candidates, "p/20", default);

        claimed.Select(time => time!.Value).Order().ShouldBe(candidates);
        again.ShouldBe(claimed[3]);
        tooMany.ShouldBeNull();

        await new PublishSlots(tables).ReleaseAsync("channel", "p/3", default);
        (await new PublishSlots(tables).ClaimAsync("channel", candidates, "p/20", default)).ShouldBe(claimed[3]);
    }
}

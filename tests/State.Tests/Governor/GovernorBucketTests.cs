using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>Buckets and several limits, judged as a provider would.</summary>
public sealed class GovernorBucketTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 1)]
    [InlineData(20, 4)]
    public void A_bucket_is_never_overdrawn_and_its_refill_is_used(int capacity, double refillPerSecond)
    {
        const int Items = 300;
        var world = new VirtualWorld();
        var workers = new GovernedWorkers(world, new RatePolicy { TokenBucket = new TokenBucket(capacity, refillPerSecond), ArrivalJitterSeconds = 0 });
        var sent = new List<DateTimeOffset>();
        world.Run(() => Task.WhenAll(Enumerable.Range(0, Items).Select(async n => sent.Add(await workers.SendAsync($"item-{n}")))));

        // A provider's bucket: full at first, one token a request.
        var tokens = (double)capacity;
        var last = sent[0];
        foreach (var at in sent.Order())
        {
            tokens = Math.Min(capacity, tokens + ((at - last).TotalSeconds * refillPerSecond));
            last = at;
            tokens.ShouldBeGreaterThanOrEqualTo(1 - 1e-6);
            tokens--;
        }

        var seconds = (sent.Max() - sent.Min()).TotalSeconds;
        ((Items - capacity) / seconds / refillPerSecond).ShouldBeGreaterThan(0.93);
    }

    [Fact]
    public void All_limits_of_a_policy_hold_at_once()
    {
        var world = new VirtualWorld();
        var policy = new RatePolicy { Windows = [new RateWindow(3, 1), new RateWindow(20, 60)], TokenBucket = new TokenBucket(10, 0.5) };
        var workers = new GovernedWorkers(world, policy);
        var sent = new List<DateTimeOffset>();
        world.Run(() => Task.WhenAll(Enumerable.Range(0, 100).Select(async n => sent.Add(await workers.SendAsync($"item-{n}")))));

        foreach (var at in sent)
        {
            sent.Count(other => other > at - TimeSpan.FromSeconds(1) && other <= at).ShouldBeLessThanOrEqualTo(3);
            sent.Count(other => other > at - TimeSpan.FromSeconds(60) && other <= at).ShouldBeLessThanOrEqualTo(20);
        }
    }
}

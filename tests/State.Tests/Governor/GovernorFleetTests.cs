using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>Sixteen instances, ten thousand items, wrong clocks and kills, in virtual time. The provider is the judge.</summary>
public sealed class GovernorFleetTests(ITestOutputHelper output)
{
    private const int Instances = 16;
    private const int WorkersPerInstance = 60;

    public static TheoryData<int, double, int, int> Cases => new()
    {
        { 10, 1, 10_000, 1 },
        { 10, 1, 10_000, 2 },
        { 100, 10, 10_000, 3 },
        { 600, 60, 10_000, 4 },
        { 15, 60, 1_000, 5 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_window_is_ever_passed_and_the_rate_is_used(int limit, double seconds, int items, int seed)
    {
        var world = new VirtualWorld();
        var random = new Random(seed);
        var provider = new WatchfulProvider(world, random, limit, TimeSpan.FromSeconds(seconds));
        var tables = new InMemoryTableStore(world.Clock);
        var policy = new RatePolicy { Windows = [new RateWindow(limit, seconds)] };
        var fleet = new Fleet(world, random, provider, tables, policy);

        world.Run(() => fleet.RunAsync(items));

        var share = provider.UsedShare();
        output.WriteLine(
            $"seed {seed}: {limit} in {seconds} s, {provider.Arrivals.Count} sent, {provider.RefusedCount} refused, rate used {share:P2}, "
            + $"kills {fleet.Kills}, store writes {tables.WriteCount}");
        provider.RefusedCount.ShouldBe(0, $"seed {seed}");
        fleet.Done.ShouldBe(items, $"seed {seed}");
        share.ShouldBeGreaterThanOrEqualTo(0.95, $"seed {seed}");
    }

    private sealed class Fleet(VirtualWorld world, Random random, WatchfulProvider provider, ITableStore tables, RatePolicy policy)
    {
        private readonly Queue<int> _todo = new();
        private readonly TaskCompletionSource _allDone = new();
        private int _left;

        public int Kills { get; private set; }

        public int Done { get; private set; }

        public async Task RunAsync(int items)
        {
            for (var item = 0; item < items; item++) _todo.Enqueue(item);
            _left = items;
            var instances = Enumerable.Range(0, Instances).Select(_ => LiveAsync()).ToList();
            await _allDone.Task;
            await Task.WhenAll(instances);
        }

        /// <summary>One instance: lives, is killed at a random moment, comes back with another clock.</summary>
        private async Task LiveAsync()
        {
            while (!_allDone.Task.IsCompleted)
            {
                var life = new Life();
                var skew = TimeSpan.FromSeconds((random.NextDouble() * 4) - 2);
                var clock = new SkewedClock(world.Clock, skew, ((random.NextDouble() * 2) - 1) * 0.0001);
                var store = new DistantTableStore(tables, world.Clock, random, TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(20));
                var governor = new State.Governor.Governor(store, clock, NullLogger<State.Governor.Governor>.Instance);
                var workers = Enumerable.Range(0, WorkersPerInstance).Select(_ => WorkAsync(governor, life)).ToList();
                var lifetime = world.Delay(TimeSpan.FromSeconds(100 + (random.NextDouble() * 400)));
                await Task.WhenAny(lifetime, _allDone.Task);
                if (_allDone.Task.IsCompleted) return;
                life.HasEnded = true;
                Kills++;
                await world.Delay(TimeSpan.FromSeconds(random.NextDouble() * 5));
            }
        }

        private async Task WorkAsync(State.Governor.Governor governor, Life life)
        {
            while (!life.HasEnded && _todo.TryDequeue(out var item))
            {
                if (await SendAsync(governor, life, item)) Finish();
                else _todo.Enqueue(item);
            }
        }

        private async Task<bool> SendAsync(State.Governor.Governor governor, Life life, int item)
        {
            SlotGrant? previous = null;
            while (true)
            {
                var grant = await governor.AcquireAsync("fleet/video", policy, $"item-{item}", SlotPriority.Normal, previous, default);
                previous = grant;
                if (life.HasEnded) return false;
                await world.Delay(grant.Wait + TimeSpan.FromMilliseconds(random.NextDouble() * 5));
                if (life.HasEnded) return false;
                if (governor.TryUse(grant)) return await provider.SendAsync();
            }
        }

        private void Finish()
        {
            Done++;
            if (--_left == 0) _allDone.SetResult();
        }

        private sealed class Life
        {
            public bool HasEnded { get; set; }
        }
    }
}

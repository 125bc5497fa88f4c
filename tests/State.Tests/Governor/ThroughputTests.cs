using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>
/// What a run of so many workers makes in a minute: each waits 1 to 5 s of jitter and for its slot, then a generation takes 120 to 300 s.
/// Virtual time.
/// </summary>
public sealed class ThroughputTests(ITestOutputHelper output)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Measured = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(100, 20, 50)]
    [InlineData(500, 100, 250)]
    [InlineData(1000, 200, 500)]
    public void Workers_make_as_many_generations_a_minute_as_the_provider_s_latency_allows(int workers, double least, double most)
    {
        var policy = LimitBook.Load().Find("xai", "video")!;

        var perMinute = new Fleet(policy, workers).GenerationsPerMinute();

        output.WriteLine($"{workers} workers: {perMinute:F1} generations a minute");
        perMinute.ShouldBeInRange(least, most);

        // A cycle is 3 s of jitter and 210 s of generation on average; the governor must add next to nothing.
        perMinute.ShouldBe(workers / (213 / 60d), workers / (213 / 60d) * 0.05);
    }

    [Fact]
    public void Beyond_that_the_rate_limit_wins()
    {
        var policy = new RatePolicy { Windows = [new RateWindow(60, 60)] };

        var perMinute = new Fleet(policy, 500).GenerationsPerMinute();

        output.WriteLine($"500 workers at 60 a minute: {perMinute:F1} generations a minute");
        // What finishes in a minute was begun over three, so it may be one more than what may be begun.
        perMinute.ShouldBeInRange(57, 61);
    }

    private sealed class Fleet(RatePolicy policy, int workers)
    {
        private readonly VirtualWorld _world = new();
        private readonly Random _random = new(20);
        private int _finished;

        public double GenerationsPerMinute()
        {
            var store = new DistantTableStore(
                new InMemoryTableStore(_world.Clock), _world.Clock, _random, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5));
            var governor = new State.Governor.Governor(store, _world.Clock, NullLogger<State.Governor.Governor>.Instance);
            var from = _world.Clock.GetUtcNow() + WarmUp;
            _world.Run(() => Task.WhenAll(Enumerable.Range(0, workers).Select(worker => WorkAsync(governor, worker, from))));
            return _finished / Measured.TotalMinutes;
        }

        private async Task WorkAsync(State.Governor.Governor governor, int worker, DateTimeOffset from)
        {
            for (var generation = 0; ; generation++)
            {
                await _world.Delay(TimeSpan.FromSeconds(1 + (4 * _random.NextDouble())));
                SlotGrant? answer = null;
                do
                {
                    answer = await governor.AcquireAsync("xai/video", policy, $"{worker}-{generation}", SlotPriority.Normal, answer, CancellationToken.None);
                    await _world.Delay(answer.Wait);
                    if (_world.Clock.GetUtcNow() >= from + Measured) return;
                }
                while (!governor.TryUse(answer));
                await _world.Delay(TimeSpan.FromSeconds(120 + (180 * _random.NextDouble())));
                var now = _world.Clock.GetUtcNow();
                if (now >= from + Measured) return;
                if (now >= from) _finished++;
            }
        }
    }
}

using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>Who goes first when many wait, in virtual time.</summary>
public sealed class GovernorQueueTests
{
    private static readonly RatePolicy TenASecond = new() { Windows = [new RateWindow(10, 1)] };

    [Fact]
    public void Higher_priorities_get_more_and_the_lowest_is_never_starved()
    {
        var queue = new Queue(TenASecond);

        queue.Run(TimeSpan.FromMinutes(2), TimeSpan.Zero,
            Workers(SlotPriority.High, 60), Workers(SlotPriority.Normal, 60), Workers(SlotPriority.Low, 60));

        var high = queue.Sent(SlotPriority.High);
        var normal = queue.Sent(SlotPriority.Normal);
        var low = queue.Sent(SlotPriority.Low);
        (high + normal + low).ShouldBeGreaterThan(1100);
        ((double)high / normal).ShouldBeInRange(3.5, 4.5);
        ((double)normal / low).ShouldBeInRange(3.5, 4.5);
        queue.LongestPause(SlotPriority.Low).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_low_priority_has_everything_when_nobody_else_asks()
    {
        var queue = new Queue(TenASecond);

        queue.Run(TimeSpan.FromMinutes(1), TimeSpan.Zero, Workers(SlotPriority.Low, 30));

        queue.Sent(SlotPriority.Low).ShouldBeGreaterThan(560);
    }

    [Fact]
    public void Callers_of_one_priority_wait_about_equally_long()
    {
        var queue = new Queue(TenASecond);

        queue.Run(TimeSpan.FromMinutes(2), TimeSpan.Zero, Workers(SlotPriority.Normal, 50));

        // Fifty workers share ten a second: each is served every five seconds.
        queue.LongestWait.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Callers_of_one_priority_go_about_in_the_order_in_which_they_came()
    {
        var world = new VirtualWorld();
        var workers = new GovernedWorkers(world, TenASecond);
        var order = new List<int>();
        world.Run(() => Task.WhenAll(Enumerable.Range(0, 200).Select(async item =>
        {
            await workers.SendAsync($"item-{item}");
            order.Add(item);
        })));

        // At ten a second: nobody more than eight seconds off its turn, and two on average.
        var off = order.Select((item, place) => Math.Abs(item - place)).ToList();
        off.Max().ShouldBeLessThan(80);
        off.Average().ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Waiters_who_never_come_back_hold_up_nobody()
    {
        var instance = new OneInstance(TenASecond);
        for (var dead = 0; dead < 500; dead++) await instance.AskAsync($"dead-{dead}", priority: SlotPriority.High);
        var asked = instance.Now;

        var sent = await instance.SendManyAsync(100);

        // The first window went to dead holders, the places in the queue to dead waiters: a few seconds, not the 50 that they would have taken.
        (sent[0] - asked).TotalSeconds.ShouldBeLessThan(10);
        (sent[^1] - sent[0]).TotalSeconds.ShouldBeLessThan(20);
    }

    [Fact]
    public void A_newcomer_of_high_priority_overtakes_a_long_queue()
    {
        var queue = new Queue(TenASecond);

        queue.Run(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30), Workers(SlotPriority.Normal, 600), Workers(SlotPriority.High, 1, startsLate: true));

        queue.FirstWait(SlotPriority.High).ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    private static (SlotPriority Priority, int Count, bool StartsLate) Workers(SlotPriority priority, int count, bool startsLate = false) =>
        (priority, count, startsLate);

    /// <summary>Workers that send one request after another.</summary>
    private sealed class Queue(RatePolicy policy)
    {
        private readonly VirtualWorld _world = new();
        private readonly List<(SlotPriority Priority, DateTimeOffset AskedAt, DateTimeOffset SentAt)> _sends = [];

        public TimeSpan LongestWait => _sends.Max(send => send.SentAt - send.AskedAt);

        public int Sent(SlotPriority priority) => _sends.Count(send => send.Priority == priority);

        public TimeSpan FirstWait(SlotPriority priority)
        {
            var first = _sends.First(send => send.Priority == priority);
            return first.SentAt - first.AskedAt;
        }

        public TimeSpan LongestPause(SlotPriority priority)
        {
            var times = _sends.Where(send => send.Priority == priority).Select(send => send.SentAt).ToList();
            return times.Zip(times.Skip(1), (earlier, later) => later - earlier).Max();
        }

        public void Run(TimeSpan duration, TimeSpan late, params (SlotPriority Priority, int Count, bool StartsLate)[] groups)
        {
            var store = new DistantTableStore(
                new InMemoryTableStore(_world.Clock), _world.Clock, new Random(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(8));
            var governor = new State.Governor.Governor(store, _world.Clock, NullLogger<State.Governor.Governor>.Instance);
            var end = _world.Clock.GetUtcNow() + duration;
            _world.Run(() => Task.WhenAll(
                from workers in groups
                from worker in Enumerable.Range(0, workers.Count)
                select WorkAsync(governor, workers.Priority, $"{workers.Priority}-{worker}", end, workers.StartsLate ? late : TimeSpan.Zero)));
        }

        private async Task WorkAsync(State.Governor.Governor governor, SlotPriority priority, string name, DateTimeOffset end, TimeSpan startIn)
        {
            await _world.Delay(startIn);
            for (var request = 0; _world.Clock.GetUtcNow() < end; request++)
            {
                var askedAt = _world.Clock.GetUtcNow();
                SlotGrant? answer = null;
                do
                {
                    answer = await governor.AcquireAsync("xai/video", policy, $"{name}-{request}", priority, answer, CancellationToken.None);
                    await _world.Delay(answer.Wait);
                    if (_world.Clock.GetUtcNow() >= end) return;
                }
                while (!governor.TryUse(answer));
                _sends.Add((priority, askedAt, _world.Clock.GetUtcNow()));
            }
        }
    }
}

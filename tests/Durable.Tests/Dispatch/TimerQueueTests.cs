using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Dispatch;

public sealed class TimerQueueTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TimerQueue _queue;
    private readonly List<int> _fired = [];

    public TimerQueueTests() => _queue = new TimerQueue(_clock);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public void Timers_fire_in_the_order_of_their_times_whatever_the_order_they_were_set_in()
    {
        foreach (var second in new[] { 5, 1, 4, 2, 3 }) Set(second);

        _clock.Advance(TimeSpan.FromSeconds(3));
        _fired.ShouldBe([1, 2, 3]);
        _clock.Advance(TimeSpan.FromSeconds(3));
        _fired.ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public void Timers_that_are_late_when_they_are_set_fire_in_the_order_of_their_times_too()
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var second in new[] { 70, 5, 1, 4, 2, 3 }) Set(second);

        _clock.Advance(TimeSpan.Zero);

        _fired.ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public void A_timer_fires_once_and_not_after_it_was_cancelled()
    {
        var cancelled = Set(1);
        Set(2);
        cancelled.Cancel();
        cancelled.Cancel();

        _clock.Advance(TimeSpan.FromMinutes(1));
        _clock.Advance(TimeSpan.FromMinutes(1));

        _fired.ShouldBe([2]);
    }

    [Fact]
    public void After_thousands_of_cancellations_the_rest_still_fires_in_order()
    {
        var random = new Random(7);
        var alarms = Enumerable.Range(1, 5000).Select(second => (Second: second, Alarm: Set(second))).OrderBy(_ => random.Next()).ToList();
        foreach (var (_, alarm) in alarms.Take(4500)) alarm.Cancel();

        _clock.Advance(TimeSpan.FromSeconds(5000));

        _fired.ShouldBe(alarms.Skip(4500).Select(item => item.Second).Order());
    }

    [Fact]
    public void A_timer_may_set_the_next_one()
    {
        _queue.Set(Due(1), () => Set(2));

        _clock.Advance(TimeSpan.FromSeconds(2));

        _fired.ShouldBe([2]);
    }

    private TimerQueue.Alarm Set(int second) => _queue.Set(Due(second), () => _fired.Add(second));

    private DateTime Due(int second) => new DateTime(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc).AddSeconds(second);
}

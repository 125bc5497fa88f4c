using System.Collections.Concurrent;

namespace FunctionsPipeline.Providers.Tests.Support;

/// <summary>The real clock, except that waits up to a bound are over at once and are written down. Longer ones, such as time limits, stay.</summary>
internal sealed class FastForwardClock(TimeSpan longestSkipped) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Skipped { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan || dueTime > longestSkipped) return base.CreateTimer(callback, state, dueTime, period);
        Skipped.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}

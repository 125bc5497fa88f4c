using FunctionsPipeline.Contracts;

namespace FunctionsPipeline.Pipelines.Tests;

/// <summary>
/// The virtual clock as activities see it: a wait for a near time slot leaps at once, because the engine is not idle, and so nobody would
/// move the clock, while an activity waits.
/// </summary>
/// <param name="clock">The virtual clock.</param>
/// <param name="leapMax">Longest wait that leaps; 2 s unless said otherwise.</param>
internal sealed class LeapingClock(ManualTimeProvider clock, TimeSpan? leapMax = null) : TimeProvider
{
    private TimeSpan LeapMax { get; } = leapMax ?? TimeSpan.FromSeconds(2);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > LeapMax) return clock.CreateTimer(callback, state, dueTime, period);

        // Armed first, so that whoever created it holds it when it fires.
        var timer = clock.CreateTimer(callback, state, dueTime, period);
        ThreadPool.QueueUserWorkItem(_ => clock.Advance(dueTime));
        return timer;
    }
}

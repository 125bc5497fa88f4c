using FunctionsPipeline.Contracts;

namespace FunctionsPipeline.Pipelines.Tests.PostSearch;

/// <summary>
/// A clock that stands still, except that whoever waits for a moment (a time slot that is near, within an activity) is waited with: the
/// clock leaps there at once. Longer waits are left to whoever moves the clock underneath.
/// </summary>
internal sealed class LeapingClock(ManualTimeProvider clock) : TimeProvider
{
    // Longer than an activity waits for its slot, shorter than any time limit of a request.
    private static readonly TimeSpan LeapMax = TimeSpan.FromSeconds(2);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = clock.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= LeapMax) ThreadPool.QueueUserWorkItem(_ => clock.Advance(dueTime));
        return timer;
    }
}

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>The clock of one instance: its wall clock is wrong, its monotonic counter started elsewhere and drifts a little.</summary>
public sealed class SkewedClock(TimeProvider world, TimeSpan skew, double driftPerSecond) : TimeProvider
{
    private readonly long _start = world.GetTimestamp();

    public override long TimestampFrequency => world.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow() + skew;

    public override long GetTimestamp()
    {
        var elapsed = world.GetTimestamp() - _start;
        return elapsed + (long)(elapsed * driftPerSecond);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        world.CreateTimer(callback, state, dueTime, period);
}

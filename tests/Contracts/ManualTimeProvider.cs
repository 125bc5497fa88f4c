namespace FunctionsPipeline.Contracts;

/// <summary>A clock that moves only when told to. Timers fire inside <see cref="Advance"/>, in order of their due time.</summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private TimeSpan _correction;

    public ManualTimeProvider() : this(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero)) { }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() { lock (_gate) return _now + _correction; }

    public override long GetTimestamp() { lock (_gate) return _now.Ticks; }

    /// <summary>Due time of the next timer, or null when none is armed.</summary>
    public DateTimeOffset? NextDue
    {
        get { lock (_gate) return _timers.Count == 0 ? null : _timers.Min(timer => timer.Due) + _correction; }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state, period);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward and fires what becomes due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target;
        lock (_gate) target = _now + by;
        while (true)
        {
            ManualTimer? next;
            lock (_gate)
            {
                next = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
                if (next is null)
                {
                    _now = target;
                    return;
                }

                if (next.Due > _now) _now = next.Due;
                next.Reschedule_NeedsLock();
            }

            next.Fire();
        }
    }

    /// <summary>Sets the wall clock, backwards too: a host whose clock was corrected. Timers and timestamps go on as before.</summary>
    public void JumpTo(DateTimeOffset now) { lock (_gate) _correction = now - _now; }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state, TimeSpan period) : ITimer
    {
        private TimeSpan _period = period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = clock._now + dueTime;
                clock._timers.Add(this);
                return true;
            }
        }

        public void Reschedule_NeedsLock()
        {
            if (_period > TimeSpan.Zero) Due += _period;
            else clock._timers.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose() { lock (clock._gate) clock._timers.Remove(this); }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

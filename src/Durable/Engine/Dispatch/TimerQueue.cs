namespace FunctionsPipeline.Durable.Engine;

/// <summary>All durable timers of a process behind one timer of the system.</summary>
/// <remarks>
/// Safe for several threads. What is due fires in the order of the times that were asked for, also when all of it is late: after
/// a restart, or on a machine that stood still. A timer is armed for the time that is left until it is due. When the host's clock is then set
/// back, it fires after that time all the same; when the clock jumps forward, as after a laptop's sleep, it is late by at most
/// <see cref="RecheckMax"/>.
/// </remarks>
internal sealed class TimerQueue : IDisposable
{
    private const int CancelledMin = 1024;
    private static readonly TimeSpan RecheckMax = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();

    /// <summary>Held from taking what is due until all of it has fired: the system may call again meanwhile, on another thread.</summary>
    private readonly Lock _firing = new();
    private readonly PriorityQueue<Alarm, TimeSpan> _alarms = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _origin;
    private readonly DateTimeOffset _originUtc;
    private TimeSpan _jumped;
    private int _cancelled;
    private bool _disposed;

    public TimerQueue(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _originUtc = time.GetUtcNow();
        _timer = time.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls <paramref name="onDue"/> once, at or after <paramref name="dueUtc"/>.</summary>
    public Alarm Set(DateTime dueUtc, Action onDue)
    {
        var alarm = new Alarm(this, onDue);
        lock (_gate)
        {
            var now = Elapsed_NeedsLock();
            _alarms.Enqueue(alarm, now + (dueUtc - _time.GetUtcNow().UtcDateTime));
            if (_alarms.Peek() == alarm) Arm_NeedsLock(now);
        }

        return alarm;
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _timer.Dispose();
    }

    private void FireDue()
    {
        lock (_firing)
        {
            foreach (var alarm in TakeDue()) alarm.Fire();
        }
    }

    private List<Alarm> TakeDue()
    {
        var due = new List<Alarm>();
        lock (_gate)
        {
            var now = Elapsed_NeedsLock();
            while (_alarms.TryPeek(out var alarm, out var at) && at <= now)
            {
                _alarms.Dequeue();
                due.Add(alarm);
            }

            Arm_NeedsLock(now);
        }

        return due;
    }

    private void Arm_NeedsLock(TimeSpan now)
    {
        if (_disposed || !_alarms.TryPeek(out _, out var at)) return;
        var wait = at - now;
        if (wait > RecheckMax) wait = RecheckMax;

        // Timers count whole milliseconds: rounding up keeps them from waking just before the time.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Time since the start that never goes back, but follows the clock when that leaps ahead.</summary>
    private TimeSpan Elapsed_NeedsLock()
    {
        var steady = _time.GetElapsedTime(_origin);
        var ahead = _time.GetUtcNow() - _originUtc - steady;
        if (ahead > _jumped) _jumped = ahead;
        return steady + _jumped;
    }

    private void Forget(Alarm alarm)
    {
        lock (_gate)
        {
            // Cancelled alarms stay in the queue until they are the majority: removing one costs a walk over all.
            if (++_cancelled < Math.Max(CancelledMin, _alarms.Count / 2)) return;
            var live = _alarms.UnorderedItems.Where(item => !item.Element.IsCancelled).ToList();
            _alarms.Clear();
            _alarms.EnqueueRange(live);
            _cancelled = 0;
        }
    }

    /// <summary>One timer, armed.</summary>
    internal sealed class Alarm(TimerQueue queue, Action onDue)
    {
        private Action? _onDue = onDue;

        public bool IsCancelled => _onDue is null;

        /// <summary>Keeps it from firing, if it has not begun to.</summary>
        public void Cancel()
        {
            if (Interlocked.Exchange(ref _onDue, null) is not null) queue.Forget(this);
        }

        internal void Fire() => Interlocked.Exchange(ref _onDue, null)?.Invoke();
    }
}

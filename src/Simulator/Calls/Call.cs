namespace FunctionsPipeline.Simulator.Calls;

/// <summary>An accepted call. Its state follows from the clock, whether anybody asks or not. Safe for several threads.</summary>
internal sealed class Call(CallFacts facts)
{
    // Moments are kept as UTC ticks, 0 for none, because a nullable date cannot be read in one piece while it is written.
    private long _startedAtTicks;
    private long _cancelledAtTicks;
    private int _polls;
    private int _results;
    private int _downloads;
    private int _fetched;
    private IReadOnlyList<string> _faults = [];

    /// <summary>What was settled when it was accepted.</summary>
    public CallFacts Facts { get; } = facts;

    /// <summary>When the work ends; null while it waits for a place.</summary>
    public DateTimeOffset? ReadyAt => StartedAt + Facts.Work;

    /// <summary>Faults that the simulator has played on it, oldest first.</summary>
    public IReadOnlyList<string> Faults => _faults;

    private DateTimeOffset? StartedAt => Read(ref _startedAtTicks);

    /// <summary>Gives it a place to work.</summary>
    public void Start(DateTimeOffset now) => Volatile.Write(ref _startedAtTicks, now.UtcTicks);

    /// <summary>Takes it back.</summary>
    public void Cancel(DateTimeOffset now) => Volatile.Write(ref _cancelledAtTicks, now.UtcTicks);

    /// <summary>Hands out a result that is handed out once.</summary>
    /// <returns>True for the first caller only.</returns>
    public bool TryFetch() => Interlocked.Exchange(ref _fetched, 1) == 0;

    /// <summary>Counts a poll and returns its number, from 1.</summary>
    public int CountPoll() => Interlocked.Increment(ref _polls);

    /// <summary>Counts a request for the result and returns its number, from 1.</summary>
    public int CountResult() => Interlocked.Increment(ref _results);

    /// <summary>Counts a download and returns its number, from 1.</summary>
    public int CountDownload() => Interlocked.Increment(ref _downloads);

    /// <summary>Notes a fault for the truth.</summary>
    public void NoteFault(string kind)
    {
        IReadOnlyList<string> seen;
        do seen = _faults;
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _faults, [.. seen, kind], seen), seen));
    }

    /// <summary>How it stands at a moment.</summary>
    public CallState StateAt(DateTimeOffset now)
    {
        if (Read(ref _cancelledAtTicks) is not null) return CallState.Cancelled;
        if (ReadyAt is not { } readyAt) return CallState.Queued;
        return now < readyAt ? CallState.Running : Facts.Ending;
    }

    /// <summary>Done part of the work at a moment, 0 to 1.</summary>
    public double ProgressAt(DateTimeOffset now)
    {
        if (StartedAt is not { } startedAt) return 0;
        return Facts.Work <= TimeSpan.Zero ? 1 : Math.Clamp((now - startedAt) / Facts.Work, 0, 1);
    }

    private static DateTimeOffset? Read(ref long ticks) =>
        Volatile.Read(ref ticks) is var value and not 0 ? new DateTimeOffset(value, TimeSpan.Zero) : null;
}

using System.Collections.Concurrent;

namespace FunctionsPipeline.Simulator.Accounts;

/// <summary>
/// Counts submits of each account in a window of one second that slides: in no second are more admitted than the limit, at whatever
/// moment the second begins. Refused ones do not count. Safe for several threads.
/// </summary>
/// <param name="perSecond">The limit; 0 is none.</param>
/// <param name="clock">The clock.</param>
internal sealed class RateLimiter(int perSecond, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Queue<long>> _admitted = new(StringComparer.Ordinal);
    private int _refused;

    /// <summary>Number of submits that were refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The limit; null is none.</summary>
    public int? PerSecond => perSecond == 0 ? null : perSecond;

    /// <summary>How many more submits of an account would be admitted now; null when nothing is limited.</summary>
    public int? RoomFor(string provider, string keyId)
    {
        if (perSecond == 0) return null;
        if (!_admitted.TryGetValue($"{provider} {keyId}", out var admitted)) return perSecond;
        lock (admitted)
        {
            var now = clock.GetTimestamp();
            return perSecond - admitted.Count(moment => clock.GetElapsedTime(moment, now) < Window);
        }
    }

    /// <summary>Admits a submit or refuses it.</summary>
    public bool TryAdmit(string provider, string keyId)
    {
        if (perSecond == 0) return true;
        var admitted = _admitted.GetOrAdd($"{provider} {keyId}", _ => new Queue<long>());
        lock (admitted)
        {
            var now = clock.GetTimestamp();
            while (admitted.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= Window) admitted.Dequeue();
            if (admitted.Count < perSecond)
            {
                admitted.Enqueue(now);
                return true;
            }
        }

        Interlocked.Increment(ref _refused);
        return false;
    }
}

using FunctionsPipeline.Contracts;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>A provider with a hard sliding window, which it checks by the arrival of each request on its own clock.</summary>
public sealed class WatchfulProvider(VirtualWorld world, Random random, int limit, TimeSpan window)
{
    private readonly List<DateTimeOffset> _arrivals = [];

    public IReadOnlyList<DateTimeOffset> Arrivals => _arrivals;

    public int RefusedCount { get; private set; }

    /// <summary>Sends one request: 10 to 25 ms there, as long back.</summary>
    public async Task<bool> SendAsync()
    {
        await world.Delay(Travel());
        var now = world.Clock.GetUtcNow();
        var first = _arrivals.Count;
        while (first > 0 && _arrivals[first - 1] > now - window) first--;
        var isTaken = _arrivals.Count - first < limit;
        if (isTaken) _arrivals.Add(now);
        else RefusedCount++;
        await world.Delay(Travel());
        return isTaken;
    }

    /// <summary>Requests a second between the first and the last, over what the window allows.</summary>
    public double UsedShare()
    {
        var seconds = (_arrivals[^1] - _arrivals[0]).TotalSeconds;
        return (_arrivals.Count - limit) / seconds / (limit / window.TotalSeconds);
    }

    private TimeSpan Travel() => TimeSpan.FromMilliseconds(10 + (15 * random.NextDouble()));
}

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

    /// <summary>Requests taken, of those that all whole windows between the first and the last could have held.</summary>
    public double UsedShare()
    {
        var windows = Math.Floor((_arrivals[^1] - _arrivals[0]) / window);
        var end = _arrivals[0] + (windows * window);
        return _arrivals.Count(arrival => arrival < end) / (windows * limit);
    }

    private TimeSpan Travel() => TimeSpan.FromMilliseconds(10 + (15 * random.NextDouble()));
}

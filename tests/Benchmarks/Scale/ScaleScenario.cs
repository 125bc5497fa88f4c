using System.Globalization;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Benchmarks.Scale;

/// <summary>
/// The whole product at size: 10,000 items at 1000 in flight against a simulator without latency and with canned clips, beside 1,000 items
/// and a handful in the same run. The programs are the real ones, started as a user starts them; every clip is decoded.
/// </summary>
internal static class ScaleScenario
{
    private const int Concurrency = 1000;
    private const int HistoryEventsMax = 600;

    /// <param name="items">Items of the larger run; the smaller one has a tenth.</param>
    public static async Task<bool> RunAsync(int items)
    {
        var idle = await ScaleRun.ExecuteAsync(items: 10, Concurrency);
        var small = await ScaleRun.ExecuteAsync(items / 10, Concurrency);
        var large = await ScaleRun.ExecuteAsync(items, Concurrency);

        var table = new Table(string.Create(CultureInfo.InvariantCulture, $"Scale: {Concurrency} in flight, no latency, canned clips"));
        foreach (var run in new[] { idle, small, large })
        {
            table.Add($"{Table.Number(run.Items)} items: seconds", run.Seconds.ToString("0.0", CultureInfo.InvariantCulture));
            table.Add($"{Table.Number(run.Items)} items: peak resident memory, MB", Table.Number(run.PeakBytes / 1e6));
            table.Add($"{Table.Number(run.Items)} items: databases, MB", Table.Number(run.DatabaseBytes / 1e6));
        }

        var overIdle = (large.PeakBytes - idle.PeakBytes) / 1e6;
        var ratio = large.Seconds / small.Seconds;
        table.Add("memory over idle (10 items), MB", Table.Number(overIdle), "at most 200", overIdle <= 200);
        table.Add($"time, {Table.Number(large.Items)} over {Table.Number(small.Items)} items", ratio.ToString("0.0", CultureInfo.InvariantCulture), "at most 12", ratio <= 12);
        table.Add("longest history, events", Table.Number(large.LongestHistory), $"at most {HistoryEventsMax}", large.LongestHistory <= HistoryEventsMax);
        table.Add("items that succeeded", Table.Number(large.Succeeded), Table.Number(items), large.Succeeded == items);
        table.Print();
        return table.AllMet;
    }

    /// <summary>The longest history in a home.</summary>
    public static async Task<int> LongestHistoryAsync(string home)
    {
        await using var client = new EmbeddedClient(home, TimeProvider.System);
        var longest = 0;
        await foreach (var instance in client.ListAsync("", CancellationToken.None))
        {
            longest = Math.Max(longest, client.ReadHistory(instance.InstanceId)!.Events.Count);
        }

        return longest;
    }
}

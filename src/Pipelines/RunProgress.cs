using System.Collections.Concurrent;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines;

/// <summary>Live progress of the runs that this process executes. What is stored remains the truth; this saves asking for it every second.</summary>
/// <remarks>Safe for several threads.</remarks>
public sealed class RunProgress
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, ItemStatus>> _runs = new(StringComparer.Ordinal);

    /// <summary>Sets where a run stands when this process takes it up.</summary>
    public async Task BeginAsync(RunStore runs, RunRecord run, CancellationToken cancellationToken)
    {
        var items = new ConcurrentDictionary<int, ItemStatus>();
        await foreach (var item in runs.ListItemsAsync(run.RunId, null, cancellationToken)) items[item.Index] = item.Status;
        _runs[run.RunId.Value] = items;
    }

    /// <summary>Takes note of an item's end.</summary>
    public void ItemEnded(ItemRecord item)
    {
        if (_runs.TryGetValue(item.RunId.Value, out var items)) items[item.Index] = item.Status;
    }

    /// <summary>How many items have which status.</summary>
    public IReadOnlyDictionary<ItemStatus, int> Count(string runId)
    {
        var counts = Enum.GetValues<ItemStatus>().ToDictionary(status => status, _ => 0);
        if (!_runs.TryGetValue(runId, out var items)) return counts;
        foreach (var (_, status) in items) counts[status]++;
        return counts;
    }
}

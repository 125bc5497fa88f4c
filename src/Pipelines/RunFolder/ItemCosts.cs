using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>What the calls of each item of a run cost.</summary>
internal static class ItemCosts
{
    /// <summary>Ticks of 1e-10 USD by item id; an item without a charge may be missing. Memory grows by an entry an item.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> ReadAsync(Ledger ledger, RunRecord run, CancellationToken cancellationToken)
    {
        var costs = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var call in ledger.ListAsync(run.Project, run.RunId, null, cancellationToken))
        {
            costs[call.ItemId] = costs.GetValueOrDefault(call.ItemId) + (call.ChargedTicks ?? 0);
        }

        return costs;
    }
}

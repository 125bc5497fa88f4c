using System.Globalization;

namespace FunctionsPipeline.State.Ledger;

/// <summary>What costs are added up by.</summary>
public enum CostGrouping
{
    /// <summary>UTC day on which the money was held.</summary>
    Day,

    /// <summary>Run.</summary>
    Run,

    /// <summary>Item of a run.</summary>
    Item,

    /// <summary>Provider.</summary>
    Provider,

    /// <summary>Provider and model.</summary>
    Model,

    /// <summary>Step of the recipe.</summary>
    Step,
}

/// <summary>Money of a group of calls, ticks of 1e-10 USD. Sums are exact.</summary>
/// <param name="Name">The group.</param>
/// <param name="Calls">Calls that were accepted, or may have been.</param>
/// <param name="SpentTicks">Charged.</param>
/// <param name="HeldTicks">Held for calls that have not ended, unknown ones included.</param>
public sealed record CostGroup(string Name, int Calls, long SpentTicks, long HeldTicks)
{
    /// <summary><see cref="SpentTicks"/> in dollars.</summary>
    public decimal SpentUsd => UsdTicks.ToUsd(SpentTicks);

    /// <summary>Mean of a call, ticks, rounded down.</summary>
    public long MeanTicks => Calls == 0 ? 0 : SpentTicks / Calls;
}

/// <summary>Adds up what was spent, from the ledger alone.</summary>
public static class CostReport
{
    /// <summary>Adds up.</summary>
    /// <param name="calls">Calls of a project.</param>
    /// <param name="grouping">By what.</param>
    /// <param name="since">Only calls of that UTC day and later; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Groups by name, in ordinal order.</returns>
    /// <exception cref="OverflowException">Beyond the range of ticks.</exception>
    public static async Task<IReadOnlyList<CostGroup>> SumAsync(
        IAsyncEnumerable<LedgerEntry> calls, CostGrouping grouping, DateOnly? since, CancellationToken cancellationToken)
    {
        var groups = new SortedDictionary<string, CostGroup>(StringComparer.Ordinal);
        await foreach (var call in calls.WithCancellation(cancellationToken))
        {
            if (DateOnly.FromDateTime(call.CreatedAt.UtcDateTime) < since) continue;
            var isSent = call.State is PaidCallState.Accepted or PaidCallState.Settled or PaidCallState.Unknown || call.RequestId is not null;
            var name = NameOf(call, grouping);
            var group = groups.GetValueOrDefault(name) ?? new CostGroup(name, 0, 0, 0);
            groups[name] = checked(group with
            {
                Calls = group.Calls + (isSent ? 1 : 0),
                SpentTicks = group.SpentTicks + (call.ChargedTicks ?? 0),
                HeldTicks = group.HeldTicks + (call.ChargedTicks is null ? call.WorstTicks : 0),
            });
        }

        return [.. groups.Values];
    }

    private static string NameOf(LedgerEntry call, CostGrouping grouping) => grouping switch
    {
        CostGrouping.Day => call.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CostGrouping.Run => call.RunId,
        CostGrouping.Item => $"{call.RunId}/{call.ItemId}",
        CostGrouping.Provider => call.Provider,
        CostGrouping.Model => $"{call.Provider}/{call.Model ?? "?"}",
        _ => call.Step,
    };
}

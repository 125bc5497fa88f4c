using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Control;

/// <summary>The kinds of items that a retry may take, by the names that people use for them.</summary>
public static class ItemChoice
{
    private static readonly Dictionary<string, Func<ItemRecord, bool>> Choices = new(StringComparer.Ordinal)
    {
        ["failed"] = item => item is { Status: ItemStatus.Failed, Error.Retryable: true },
        ["errors"] = item => item.Status == ItemStatus.Failed,
        ["unknown"] = item => item.Status == ItemStatus.Unknown,
        ["skipped"] = item => item.Status == ItemStatus.Skipped,
        ["cancelled"] = item => item.Status == ItemStatus.Cancelled,
        ["degraded"] = item => item.Status == ItemStatus.Degraded,
    };

    /// <summary>The names, for messages.</summary>
    public static string Names => string.Join(", ", Choices.Keys);

    /// <summary>True for a name there is.</summary>
    public static bool IsKnown(string name) => Choices.ContainsKey(name);

    /// <summary>Items of any of the kinds, or of any of the ids.</summary>
    /// <exception cref="KeyNotFoundException">A kind is not known.</exception>
    public static Func<ItemRecord, bool> Of(IEnumerable<string> kinds, IReadOnlySet<string> itemIds)
    {
        var choices = kinds.Select(kind => Choices[kind]).ToList();

        // Items without an end are always taken along: an earlier retry may have been cut short before it began.
        return item => item.Status == ItemStatus.Pending || itemIds.Contains(item.ItemId) || choices.Exists(choice => choice(item));
    }
}

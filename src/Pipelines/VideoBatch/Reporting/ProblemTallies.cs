using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Groups items by stage and error code. Codes are a fixed set, so the groups are few.</summary>
internal sealed class ErrorTally
{
    private static readonly ItemError NotRecorded = new("not_recorded", "No reason was recorded.", null, false);

    private readonly Dictionary<(string Stage, string Code), (ItemError First, bool Retryable, ItemIds Items)> _groups = [];

    public void Add(ItemLine item)
    {
        var error = item.Error ?? NotRecorded;
        var key = (item.FailedStage ?? "-", error.Code);
        if (!_groups.TryGetValue(key, out var group)) group = (error, false, new ItemIds());
        group.Items.Add(item.Id);
        _groups[key] = group with { Retryable = group.Retryable || error.Retryable };
    }

    public IReadOnlyList<ErrorGroup> ToGroups() =>
    [
        .. _groups
            .Select(pair => new ErrorGroup(
                pair.Key.Stage,
                pair.Key.Code,
                pair.Value.Items.Count,
                pair.Value.First.Message,
                pair.Value.First.Hint,
                pair.Value.Retryable,
                pair.Value.Items.First))
            .OrderByDescending(group => group.Items)
            .ThenBy(group => group.Stage, StringComparer.Ordinal)
            .ThenBy(group => group.Code, StringComparer.Ordinal),
    ];
}

/// <summary>Groups recorded fallbacks by kind, which are a fixed set.</summary>
internal sealed class DegradationTally
{
    private readonly Dictionary<string, (Degradation First, DateTimeOffset Since, ItemIds Items)> _groups = new(StringComparer.Ordinal);

    public void Add(ItemLine item)
    {
        foreach (var degradation in item.Degradations)
        {
            if (!_groups.TryGetValue(degradation.Kind, out var group)) group = (degradation, degradation.Since, new ItemIds());
            group.Items.Add(item.Id);
            _groups[degradation.Kind] = group with { Since = degradation.Since < group.Since ? degradation.Since : group.Since };
        }
    }

    public IReadOnlyList<DegradationGroup> ToGroups() =>
    [
        .. _groups.Values
            .Select(group => new DegradationGroup(
                group.First.Kind,
                group.Items.Count,
                group.First.What,
                group.First.Why,
                group.Since,
                group.First.VisibleEffect,
                group.Items.First))
            .OrderByDescending(group => group.Items)
            .ThenBy(group => group.Kind, StringComparer.Ordinal),
    ];
}

/// <summary>Counts items and keeps the first ids.</summary>
internal sealed class ItemIds
{
    private readonly List<string> _first = [];

    public int Count { get; private set; }

    public IReadOnlyList<string> First => _first;

    public void Add(string id)
    {
        // An item may have the same fallback twice.
        if (_first.Count > 0 && _first[^1] == id) return;

        Count++;
        if (_first.Count < ReportLimits.ItemsPerGroupMax) _first.Add(id);
    }
}

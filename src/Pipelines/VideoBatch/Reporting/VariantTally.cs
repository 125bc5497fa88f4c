using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Counts the items of one variant.</summary>
internal sealed class VariantTally(string variantId, IReadOnlyList<string> traps, IReadOnlyList<string> targetDefects)
{
    // As items name a refusal by the provider's moderation.
    private const string RefusedCode = "content_refused";

    private readonly ClipTally _clips = new();
    private readonly Dictionary<string, int> _defects = new(StringComparer.Ordinal);
    private int _items;
    private int _refused;
    private int _failed;
    private int _unknown;
    private int _notRun;
    private int _targetMeasured;
    private int _targetFound;
    private ClipRank? _worst;
    private string? _worstItemId;

    public void Add(ItemLine item)
    {
        _items++;
        switch (item.Status)
        {
            case ItemStatus.Failed when item.Error?.Code == RefusedCode:
                _refused++;
                break;
            case ItemStatus.Failed:
                _failed++;
                break;
            case ItemStatus.Unknown:
                _unknown++;
                break;
            case ItemStatus.Succeeded or ItemStatus.Degraded:
                break;
            default:
                _notRun++;
                break;
        }

        if (item.Result is { } result) Add(item, result);
    }

    public VariantRow ToRow() => new()
    {
        VariantId = variantId,
        Traps = traps,
        TargetDefects = targetDefects,
        Items = _items,
        Analysed = _clips.Analysed,
        Refused = _refused,
        Failed = _failed,
        Unknown = _unknown,
        NotRun = _notRun,
        Defective = _clips.Defective,
        OnTarget = ReportShare.Of(_targetMeasured, _targetFound),
        // Known only beside the other variants.
        Standing = VariantStanding.NotMeasured,
        Defects = [.. _defects.Select(pair => new ReportCount(pair.Key, pair.Value)).OrderByDescending(count => count.Items).ThenBy(count => count.Id, StringComparer.Ordinal)],
        Photorealism = _clips.Photorealism,
        Physics = _clips.Physics,
        WorstItemId = _worstItemId,
    };

    private void Add(ItemLine item, ItemResult result)
    {
        _clips.Add(result);
        foreach (var defect in result.Defects) _defects[defect] = _defects.GetValueOrDefault(defect) + 1;

        var onTarget = result.Detectors.Where(detector => !detector.Abstained && targetDefects.Contains(detector.Id)).ToArray();
        if (onTarget.Length > 0) _targetMeasured++;
        if (onTarget.Any(detector => detector.Detected)) _targetFound++;

        if (ClipRank.Of(item, result) is not { } rank || rank.CompareTo(_worst) <= 0) return;
        _worst = rank;
        _worstItemId = item.Id;
    }
}

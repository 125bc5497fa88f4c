using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Attribution;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Counts the items of a run as they pass by.</summary>
/// <param name="accuracies">What is known of the detectors, by id.</param>
internal sealed class ReportTally(IReadOnlyDictionary<string, DetectorAccuracy> accuracies)
{
    private readonly Dictionary<string, VariantTally> _variants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DetectorTally> _detectors = new(StringComparer.Ordinal);
    private readonly WorstClips _worst = new();
    private readonly ErrorTally _failures = new();
    private readonly ErrorTally _unknown = new();
    private readonly ErrorTally _notStarted = new();
    private readonly DegradationTally _degradations = new();
    private readonly ClipTally _clips = new();
    private readonly AttributionTally _attribution = new(accuracies);

    public void Add(ItemLine item)
    {
        if (!_variants.TryGetValue(item.VariantId, out var variant))
        {
            _variants.Add(item.VariantId, variant = new VariantTally(item.VariantId, item.Traps, item.TargetDefects));
        }

        variant.Add(item);
        _attribution.Add(item);
        _degradations.Add(item);
        if (item.Status is ItemStatus.Failed) _failures.Add(item);
        if (item.Status is ItemStatus.Unknown) _unknown.Add(item);
        if (item.Status is ItemStatus.Skipped or ItemStatus.Cancelled) _notStarted.Add(item);
        if (item.Result is not { } result) return;

        _clips.Add(result);
        _worst.Add(item, result);
        foreach (var detector in result.Detectors)
        {
            if (!_detectors.TryGetValue(detector.Id, out var tally)) _detectors.Add(detector.Id, tally = new DetectorTally(detector.Id));
            tally.Add(detector);
        }
    }

    public VideoBatchReport ToReport(RunSummary summary)
    {
        var variants = VariantRanking.Rank([.. _variants.Values]);
        var detectors = _detectors.Values.Select(tally => tally.ToRow()).OrderBy(row => row.Id, StringComparer.Ordinal).ToArray();
        var attribution = _attribution.ToReport();
        var failures = _failures.ToGroups();
        var counts = Counts(summary);
        var cost = Cost(summary.Cost);
        return new VideoBatchReport
        {
            Headline = ReportWords.Headline(summary.Status, counts, _clips.Analysed, cost),
            Finding = ReportWords.Finding(_clips.Analysed, _clips.Defective, variants, attribution),
            Caveats = [.. ReportWords.ProviderCaveats(summary), .. ReportWords.Caveats(_clips, variants, detectors)],
            Run = Run(summary),
            Counts = counts,
            Cost = cost,
            Analysed = _clips.Analysed,
            Defective = _clips.Defective,
            Photorealism = _clips.Photorealism,
            Physics = _clips.Physics,
            Variants = variants,
            Attribution = attribution,
            Detectors = detectors,
            WorstClips = _worst.Choose(),
            Failures = failures,
            Unknown = _unknown.ToGroups(),
            NotStarted = _notStarted.ToGroups(),
            Degradations = _degradations.ToGroups(),
            NextSteps = NextSteps.Of(summary.RunId, summary.Status, counts, failures),
        };
    }

    private static ReportRun Run(RunSummary summary) => new(
        summary.RunId,
        summary.Pipeline,
        summary.Project,
        summary.Provider,
        summary.Status,
        summary.CreatedAt,
        summary.EndedAt,
        (summary.EndedAt - summary.CreatedAt)?.TotalSeconds);

    private static ReportCounts Counts(RunSummary summary) => new(
        summary.Total,
        summary.Succeeded,
        summary.Degraded,
        summary.Failed,
        summary.Unknown,
        summary.Skipped,
        summary.Cancelled,
        summary.Unfinished);

    private static ReportCost Cost(RunCost cost)
    {
        // No provider gives clips away: a forecast of nothing is no forecast.
        long? forecast = cost.ForecastTicks > 0 ? cost.ForecastTicks : null;
        return new ReportCost(
            forecast,
            cost.SpentTicks,
            cost.ReservedTicks,
            forecast is { } ticks ? UsdTicks.ToUsd(ticks) : null,
            UsdTicks.ToUsd(cost.SpentTicks),
            UsdTicks.ToUsd(cost.ReservedTicks),
            (double?)cost.SpentTicks / forecast);
    }
}

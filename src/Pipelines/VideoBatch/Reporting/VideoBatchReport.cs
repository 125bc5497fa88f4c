using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Attribution;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>
/// What a batch found: <c>report.json</c>, and the source of <c>report.html</c>. Its size does not grow with the number of items; every
/// single item is in <c>items.jsonl</c>.
/// </summary>
public sealed record VideoBatchReport
{
    /// <summary>What happened and what it cost, in a sentence.</summary>
    public required string Headline { get; init; }

    /// <summary>What broke the model, as far as the batch can tell, in a sentence or two.</summary>
    public required string Finding { get; init; }

    /// <summary>What the figures do not say: scores that nothing measured, defects that nothing looked for.</summary>
    public required IReadOnlyList<string> Caveats { get; init; }

    /// <summary>Facts of the run.</summary>
    public required ReportRun Run { get; init; }

    /// <summary>Items by how they ended.</summary>
    public required ReportCounts Counts { get; init; }

    /// <summary>Money.</summary>
    public required ReportCost Cost { get; init; }

    /// <summary>Clips that were analysed.</summary>
    public required int Analysed { get; init; }

    /// <summary>Clips with any defect.</summary>
    public required ReportShare Defective { get; init; }

    /// <summary>Photo-realism over all clips.</summary>
    public required ReportMean Photorealism { get; init; }

    /// <summary>Physics over all clips.</summary>
    public required ReportMean Physics { get; init; }

    /// <summary>What each way of changing the prompts did, the most defective first; the plain prompts, which they are held against, last.</summary>
    public required IReadOnlyList<VariantRow> Variants { get; init; }

    /// <summary>Which traps caused which defects, with what confidence.</summary>
    public required AttributionReport Attribution { get; init; }

    /// <summary>What each detector saw, by id.</summary>
    public required IReadOnlyList<DetectorRow> Detectors { get; init; }

    /// <summary>The worst clip of every variant and the worst of the others, at most <see cref="ReportLimits.ClipsMax"/>, worst first.</summary>
    public required IReadOnlyList<WorstClip> WorstClips { get; init; }

    /// <summary>Failed items by stage and code, the largest group first.</summary>
    public required IReadOnlyList<ErrorGroup> Failures { get; init; }

    /// <summary>Items of which nobody can tell whether they were paid.</summary>
    public required IReadOnlyList<ErrorGroup> Unknown { get; init; }

    /// <summary>Items that were skipped or cancelled.</summary>
    public required IReadOnlyList<ErrorGroup> NotStarted { get; init; }

    /// <summary>Recorded fallbacks.</summary>
    public required IReadOnlyList<DegradationGroup> Degradations { get; init; }

    /// <summary>What a person can do now.</summary>
    public required IReadOnlyList<NextStep> NextSteps { get; init; }

    /// <summary>Reads the items once and keeps only what the report shows.</summary>
    /// <param name="summary">The run's summary.</param>
    /// <param name="items">Its items, in the order of the plan.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="accuracies">What is known of the detectors, by id; null takes what calibration measured.</param>
    public static async Task<VideoBatchReport> CreateAsync(
        RunSummary summary,
        IAsyncEnumerable<ItemLine> items,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, DetectorAccuracy>? accuracies = null)
    {
        var tally = new ReportTally(accuracies ?? DetectorAccuracies.Load());
        await foreach (var item in items.WithCancellation(cancellationToken)) tally.Add(item);
        return tally.ToReport(summary);
    }
}

using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Attribution;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Says in words what the figures say, and what they do not.</summary>
internal static class ReportWords
{
    // A sentence holds no more; the table has all of them.
    private const int NamedMax = 3;

    /// <summary>What happened and what it cost.</summary>
    public static string Headline(RunStatus status, ReportCounts counts, int analysed, ReportCost cost)
    {
        var made = analysed == counts.Total && analysed > 1
            ? $"All {ReportFigures.Number(counts.Total)} clips were made and analysed"
            : $"{ReportFigures.Number(analysed)} of {Count(counts.Total, "clip")} {(analysed == 1 ? "was" : "were")} made and analysed";
        var ending = status switch
        {
            RunStatus.BudgetStopped => ", then a budget cap stopped the run",
            RunStatus.Cancelled => ", then the run was cancelled",
            _ when counts.Unfinished > 0 => " so far",
            _ => "",
        };
        return $"{made}{ending}. Spent: {UsdTicks.Format(cost.SpentTicks)}{Against(cost)}.";
    }

    /// <summary>What broke the model, with no more confidence than there is.</summary>
    public static string Finding(int analysed, ReportShare defective, IReadOnlyList<VariantRow> variants, AttributionReport attribution)
    {
        if (analysed == 0) return "There is no clip to judge the model by.";
        if (defective.Share is null) return "No detector could measure any of the clips, so nothing is known about defects.";
        if (defective.Found == 0) return $"No detector found a defect in {Measured(defective.Measured)}.";

        return $"{ReportFigures.Number(defective.Found)} of {Measured(defective.Measured)} {(defective.Found == 1 ? "has" : "have")} a defect. {Comparison(variants, attribution)}";
    }

    /// <summary>What is to be known about where the clips come from.</summary>
    public static IEnumerable<string> ProviderCaveats(RunSummary summary)
    {
        if (summary.UsesSimulator) yield return $"The built-in simulator stood in for {summary.Provider}: its clips and defects are drawn, and the money is what {summary.Provider} would have charged.";
    }

    /// <summary>What the figures do not say.</summary>
    public static IReadOnlyList<string> Caveats(ClipTally clips, IReadOnlyList<VariantRow> variants, IReadOnlyList<DetectorRow> detectors)
    {
        if (clips.Analysed == 0) return [];

        var caveats = new List<string>();
        if (clips.Physics.Measured == 0) caveats.Add("No detector measured physics, so there is no physics score: nothing is known about it, good or bad.");
        if (clips.Photorealism.Measured == 0) caveats.Add("No detector measured photo-realism, so there is no score for it.");

        var unmeasured = clips.Analysed - clips.Defective.Measured;
        if (unmeasured > 0 && clips.Defective.Measured > 0)
        {
            caveats.Add($"{Count(unmeasured, "clip")} could not be measured by any detector and count{(unmeasured == 1 ? "s" : "")} neither as clean nor as defective.");
        }

        var measuring = detectors.Where(row => row.Found.Measured > 0).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var unseen = variants.Where(row => row.Analysed > 0).SelectMany(row => row.TargetDefects).Where(id => !measuring.Contains(id)).Distinct(StringComparer.Ordinal).ToArray();
        if (unseen.Length > 0)
        {
            caveats.Add(
                $"Nothing measured {Listed(unseen)}, which traps of this batch aim at. Whether those traps worked as meant is not known; defects of other kinds were looked for in their clips.");
        }

        return caveats;
    }

    /// <summary>For example <c>1 clip</c> and <c>3 clips</c>.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{ReportFigures.Number(count)} {noun}s";

    private static string Measured(int clips) => Count(clips, "measured clip");

    private static string Against(ReportCost cost) => cost.ForecastTicks is not { } forecast ? ""
        : forecast == cost.SpentTicks ? ", exactly as forecast"
        : $" of {UsdTicks.Format(forecast)} forecast";

    private static string Comparison(IReadOnlyList<VariantRow> variants, AttributionReport attribution)
    {
        // A variant of a factorial design is no cause by itself: it has several traps at once.
        if (attribution.Design == AttributionDesign.Factorial || attribution.Effects.Any(effect => effect.IsFinding)) return attribution.Finding;

        var above = variants.Where(row => row.Standing == VariantStanding.AbovePlain).ToArray();
        if (above.Length > 0)
        {
            var named = above.Take(NamedMax).Select(row => $"{row.VariantId} ({ReportFigures.Counts(row.Defective)})").ToList();
            if (above.Length > named.Count) named.Add($"{ReportFigures.Number(above.Length - named.Count)} more");
            return $"Clearly above the plain prompts: {Listed(named)}.";
        }

        if (variants.All(row => row.Traps.Count == 0)) return "The batch has no traps.";

        var top = variants.Where(row => row.Traps.Count > 0).MaxBy(row => (row.Defective.Share ?? -1, row.Defective.Lower ?? 0))!;
        if (top.Defective.Found == 0) return "None of them comes from a trap.";

        var most = $"{top.VariantId} has the highest share ({ReportFigures.Counts(top.Defective)})";
        return variants.Any(row => row is { Standing: VariantStanding.Baseline, Defective.Measured: > 0 })
            ? $"{most}, but no trap can be told apart from the plain prompts: that takes more clips or a larger effect."
            : $"{most}; without plain prompts to compare with, it is not known whether the trap is the cause.";
    }

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
}

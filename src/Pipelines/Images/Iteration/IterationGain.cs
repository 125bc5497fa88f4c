using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>What was gained over the first image, and what that cost.</summary>
/// <param name="Gain">Shrunken mean of the chosen image less that of the first; 0 when the first is chosen, null when none is.</param>
/// <param name="Low">Lower end of the 95 % interval of the difference of their means; null without a gain.</param>
/// <param name="High">Upper end.</param>
/// <param name="SpentTicks">What was spent beyond the first image and its first score.</param>
/// <param name="GainPerUsd">Gain by dollars spent; null when nothing was spent or none is chosen.</param>
public sealed record IterationGain(double? Gain, double? Low, double? High, long SpentTicks, double? GainPerUsd)
{
    internal static IterationGain Of(IterationSettings settings, IReadOnlyList<IterationRecord> records, int? chosenNumber)
    {
        var estimates = IterationEstimates.Of(settings, records);
        var chosen = estimates.All.FirstOrDefault(estimate => estimate.Number == chosenNumber);
        var spent = records.Sum(record => record.SpentTicks) - (records.Count == 0 ? 0 : records[0].ImageTicks + FirstScoreTicks(records[0]));
        if (chosen is null) return new IterationGain(null, null, null, spent, null);

        var first = estimates.First!;
        var gain = chosen == first ? 0 : chosen.Shrunken - first.Shrunken;
        double? perUsd = spent > 0 ? gain / (double)UsdTicks.ToUsd(spent) : null;
        if (chosen == first) return new IterationGain(0, null, null, spent, perUsd);

        const double Outside = 0.05;
        var (difference, error) = estimates.Compare(chosen, first);
        var half = Analysis.StudentDistribution.TwoSidedQuantile(Outside, estimates.Noise.DegreesOfFreedom) * error;
        return new IterationGain(gain, difference - half, difference + half, spent, perUsd);
    }

    private static long FirstScoreTicks(IterationRecord record) => record.Scores.Count == 0 ? 0 : record.Scores[0].SpentTicks;
}

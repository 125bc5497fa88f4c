namespace FunctionsPipeline.Analysis;

/// <summary>
/// Which effects count as found. All tests of a batch are one family under Holm's adjustment, so that in at most one batch in twenty anything
/// is called an effect that is none. Most of the allowance is promised to the questions that the batch was bought for, each trap on the
/// defect it aims at; the many other pairs of trap and defect share the rest, and inherit what the former do not need (weighted Holm).
/// </summary>
public static class FindingRule
{
    /// <summary>
    /// Part of the allowance for the aimed tests. It costs six of them about 2 % more clips than a family of six alone; the others pay with
    /// a higher bar until an aimed one is found.
    /// </summary>
    public const double AimedPart = 0.9;

    /// <summary>Adjusted p values, in the order given; 1 where nothing was tested.</summary>
    /// <param name="effects">All effects of a batch.</param>
    /// <param name="isAimed">Which of them the batch was bought for.</param>
    public static double[] Adjust(IReadOnlyList<Effect> effects, Func<Effect, bool> isAimed)
    {
        var tested = Enumerable.Range(0, effects.Count).Where(index => effects[index].IsTested).ToArray();
        var aimed = tested.Count(index => isAimed(effects[index]));
        var others = tested.Length - aimed;
        var values = HolmAdjustment.Adjust(
            [.. tested.Select(index => effects[index].PValue)],
            [.. tested.Select(index => isAimed(effects[index]) ? AimedPart / aimed : (1 - AimedPart) / others)]);

        var adjusted = new double[effects.Count];
        Array.Fill(adjusted, 1);
        for (var i = 0; i < tested.Length; i++) adjusted[tested[i]] = values[i];
        return adjusted;
    }

    /// <summary>Whether an adjusted p value makes a finding.</summary>
    public static bool IsFinding(double adjustedP) => adjustedP < SampleSize.Level;
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// How much each check of a picture counts. They are a judgement, not a measurement; <c>docs/stills.md</c> has the same table.
/// </summary>
public static class StillWeights
{
    /// <summary>
    /// A check that scores less counts as this. With it the overall score of a picture that is ruined in one way, and faultless else, is
    /// 0.01 to the power of the weight: below 0.65 for every check of weight 0.1 and more, so that no virtue makes up for it.
    /// </summary>
    public const double LeastScore = 0.01;

    /// <summary>Weights by check; they add up to 1.</summary>
    public static IReadOnlyDictionary<string, double> ByCheck { get; } = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        // What makes a picture useless at a glance.
        [SharpnessCheck.Name] = 0.25,
        [ExposureCheck.Name] = 0.15,
        [ClippingCheck.Name] = 0.15,
        [NoiseCheck.Name] = 0.15,

        // Paid for twice, shown once.
        [DuplicateCheck.Name] = 0.15,

        // Flat pictures are dull, yet may be meant so.
        [ContrastCheck.Name] = 0.10,

        // Seen only by who looks for it.
        [BandingCheck.Name] = 0.05,
    };

    /// <summary>
    /// The weighted geometric mean of what was measured: exp(sum of weight x ln(max(score, <see cref="LeastScore"/>)) / sum of weights).
    /// What abstained counts neither way.
    /// </summary>
    /// <returns>0.01 to 1; null when everything abstained.</returns>
    internal static double? Overall(IReadOnlyList<StillCheck> checks)
    {
        double sum = 0, weights = 0;
        foreach (var check in checks)
        {
            if (check.Score is not { } score) continue;
            var weight = ByCheck[check.Name];
            sum += weight * Math.Log(Math.Max(score, LeastScore));
            weights += weight;
        }

        return weights > 0 ? Math.Exp(sum / weights) : null;
    }
}

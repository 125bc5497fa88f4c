using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>What is known of one judged iteration.</summary>
/// <param name="Record">Its record.</param>
/// <param name="Mean">Mean of its scores.</param>
/// <param name="Scores">How many there are, at least 1.</param>
/// <param name="Shrunken">The mean drawn towards that of all iterations by the share of noise in it.</param>
internal sealed record IterationEstimate(IterationRecord Record, double Mean, int Scores, double Shrunken)
{
    public int Number => Record.Number;
}

/// <summary>All judged iterations of a run, and which of them is chosen.</summary>
internal sealed class IterationEstimates
{
    /// <summary>
    /// Level of the test that replaces the first. A run asks several times, after each re-score, so that the share of runs with a worse
    /// image is some times as high; the simulations hold it below 1 %.
    /// </summary>
    public const double WrongReplacementLevel = 0.001;

    /// <summary>Fewer scores of either image prove nothing: the judge's noise is then mostly what was believed before the run.</summary>
    private const int ProofScoresMin = 3;

    /// <summary>Below it no difference is significant, however many degrees of freedom there are: the normal quantile of the level.</summary>
    private const double LeastT = 3.09;

    private readonly IterationSettings _settings;

    private IterationEstimates(IterationSettings settings, JudgeNoise noise, IReadOnlyList<IterationEstimate> all)
    {
        (_settings, Noise, All) = (settings, noise, all);
        Candidates = [.. all.Skip(1).Where(estimate => estimate.Record.LocalScore is not { } local || local >= settings.LocalScoreMin)];
        Leader = all.Count == 0 ? null : Candidates.Prepend(all[0]).MaxBy(estimate => estimate.Shrunken);
        Chosen = Candidates.Where(IsProvenBetter).MaxBy(estimate => estimate.Shrunken) ?? First;
    }

    public JudgeNoise Noise { get; }

    /// <summary>Judged iterations in their order.</summary>
    public IReadOnlyList<IterationEstimate> All { get; }

    /// <summary>The first that was judged; null while there is none.</summary>
    public IterationEstimate? First => All.Count == 0 ? null : All[0];

    /// <summary>Those that may take the place of the first.</summary>
    public IReadOnlyList<IterationEstimate> Candidates { get; }

    /// <summary>The best by its shrunken mean, proven or not; the first of equals.</summary>
    public IterationEstimate? Leader { get; }

    /// <summary>The best of those that are proven to be better than the first; the first when none is.</summary>
    public IterationEstimate? Chosen { get; }

    public static IterationEstimates Of(IterationSettings settings, IReadOnlyList<IterationRecord> records)
    {
        var noise = JudgeNoise.Of(settings, records);
        var means = new List<(IterationRecord Record, double Mean, int Scores)>();
        foreach (var record in records)
        {
            var values = record.Scores.Where(score => score.Value is not null).Select(score => score.Value!.Value).ToArray();
            if (values.Length > 0) means.Add((record, values.Average(), values.Length));
        }

        return new IterationEstimates(settings, noise, Shrink(noise, means));
    }

    /// <summary>Whether one more score of an image may be asked for at all.</summary>
    public bool HasScoresLeft(IterationEstimate estimate) => estimate.Record.Scores.Count < _settings.ScoresMax;

    /// <summary>How far one mean lies above another, and the standard error of that.</summary>
    public (double Difference, double Error) Compare(IterationEstimate one, IterationEstimate other) =>
        (one.Mean - other.Mean, Noise.ErrorOfDifference(one.Scores, other.Scores));

    /// <summary>One-sided t test against the first, Bonferroni over all candidates.</summary>
    public bool IsProvenBetter(IterationEstimate candidate)
    {
        if (Math.Min(candidate.Scores, All[0].Scores) < Math.Min(ProofScoresMin, _settings.ScoresMax)) return false;

        var (difference, error) = Compare(candidate, All[0]);
        var t = difference / error;
        return t >= LeastT && StudentDistribution.TwoSidedP(t, Noise.DegreesOfFreedom) / 2 <= WrongReplacementLevel / Candidates.Count;
    }

    /// <summary>
    /// Empirical Bayes: each mean m becomes M + (m - M) x T / (T + s^2 / n), where M is the mean of the means and T, the variance of true
    /// quality, is their variance less the mean of s^2 / n, at least 0.
    /// </summary>
    private static IReadOnlyList<IterationEstimate> Shrink(JudgeNoise noise, IReadOnlyList<(IterationRecord Record, double Mean, int Scores)> means)
    {
        if (means.Count < 2) return [.. means.Select(one => new IterationEstimate(one.Record, one.Mean, one.Scores, one.Mean))];

        var grand = means.Average(one => one.Mean);
        var spread = means.Sum(one => (one.Mean - grand) * (one.Mean - grand)) / (means.Count - 1);
        var quality = Math.Max(0, spread - means.Average(one => noise.Sd * noise.Sd / one.Scores));
        return [.. means.Select(one => new IterationEstimate(
            one.Record, one.Mean, one.Scores, grand + ((one.Mean - grand) * quality / (quality + (noise.Sd * noise.Sd / one.Scores)))))];
    }
}

using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>The run as a climb: the leader, and since when there has been no gain.</summary>
/// <param name="Leader">The best by its shrunken mean.</param>
/// <param name="Start">The earliest iteration over which the leader is no clear gain: where the plateau began, as far as is known.</param>
/// <param name="Since">Judged iterations after the start that may take the place of the first.</param>
internal sealed record IterationProgress(IterationEstimate Leader, IterationEstimate Start, int Since)
{
    /// <summary>
    /// How far above its mean an image that is not the leader is looked for, standard errors, before patience ends a run. At two, images that
    /// are all alike take five scores more, and nothing is gained by it.
    /// </summary>
    private const double OverlookedErrors = 1;

    /// <summary>
    /// Level of the t test by which a gain is certain. It is asked after each score, and for each image that may be the leader, which makes the
    /// share of runs that go on for nothing several times as large.
    /// </summary>
    private const double CertainLevel = 0.002;

    public static IterationProgress? Of(IterationSettings settings, IterationEstimates estimates)
    {
        if (estimates.Leader is not { } leader) return null;

        var start = estimates.Candidates.Prepend(estimates.First!).First(estimate => !IsClearGain(settings, estimates, leader, estimate));
        return new IterationProgress(leader, start, estimates.Candidates.Count(estimate => estimate.Number > start.Number));
    }

    /// <summary>Whether more scores may show a gain that is not clear yet.</summary>
    public bool MayBeGain(IterationSettings settings, IterationEstimates estimates) =>
        Leader != Start && Bound(estimates, Leader, Start, settings.ClearErrors) >= settings.GainMin;

    /// <summary>
    /// The image over which the leader has to be a gain if patience is not to be over, and is not certain to be one; null when it is
    /// certain, when no score is left, or when there are too few images for patience. The leader is the luckiest of several: what looks like a
    /// gain is asked about again before another image is paid for.
    /// </summary>
    public IterationEstimate? UncertainOver(IterationSettings settings, IterationEstimates estimates)
    {
        var errors = StudentDistribution.TwoSidedQuantile(2 * CertainLevel, estimates.Noise.DegreesOfFreedom);
        return estimates.Candidates.Prepend(estimates.First!)
            .SkipLast(settings.Patience)
            .Where(estimate => estimate != Leader && (estimates.HasScoresLeft(estimate) || estimates.HasScoresLeft(Leader)))
            .Select(estimate => (Estimate: estimate, Least: Bound(estimates, Leader, estimate, -errors)))
            .Where(one => one.Least < settings.GainMin)
            .OrderBy(one => one.Least)
            .FirstOrDefault().Estimate;
    }

    /// <summary>
    /// The image of the plateau that, with as much luck as others have had, is a gain all the same; null when there is none. Unlucky in its one
    /// score, it is not the leader.
    /// </summary>
    public IterationEstimate? Overlooked(IterationSettings settings, IterationEstimates estimates) => estimates.Candidates
        .Where(estimate => estimate.Number > Start.Number && (estimates.HasScoresLeft(estimate) || estimates.HasScoresLeft(Start)))
        .Select(estimate => (Estimate: estimate, Most: Bound(estimates, estimate, Start, OverlookedErrors)))
        .Where(one => one.Most >= settings.GainMin)
        .OrderByDescending(one => one.Most)
        .FirstOrDefault().Estimate;

    /// <summary>How far one image lies above another, with so many standard errors of that added.</summary>
    private static double Bound(IterationEstimates estimates, IterationEstimate one, IterationEstimate other, double errors)
    {
        var (difference, error) = estimates.Compare(one, other);
        return difference + (errors * error);
    }

    private static bool IsClearGain(IterationSettings settings, IterationEstimates estimates, IterationEstimate leader, IterationEstimate estimate) =>
        leader != estimate && Bound(estimates, leader, estimate, -settings.ClearErrors) >= settings.GainMin;
}

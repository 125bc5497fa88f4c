namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>The run as a climb: the leader, and since when there has been no gain.</summary>
/// <param name="Leader">The best by its shrunken mean.</param>
/// <param name="Start">The earliest iteration over which the leader is no clear gain: where the plateau began, as far as is known.</param>
/// <param name="Since">Judged iterations after the start that may take the place of the first.</param>
internal sealed record IterationProgress(IterationEstimate Leader, IterationEstimate Start, int Since)
{
    /// <summary>
    /// A difference is clear when this many standard errors do not change what is made of it: some 2 % of those that are none seem clear
    /// by chance, which costs a run an iteration.
    /// </summary>
    public const double ClearErrors = 2;

    public static IterationProgress? Of(IterationSettings settings, IterationEstimates estimates)
    {
        if (estimates.Leader is not { } leader) return null;

        var start = estimates.Candidates.Prepend(estimates.First!).First(estimate => !IsClearGain(settings, estimates, leader, estimate));
        return new IterationProgress(leader, start, estimates.Candidates.Count(estimate => estimate.Number > start.Number));
    }

    /// <summary>Whether more scores may show a gain that is not clear yet.</summary>
    public bool MayBeGain(IterationSettings settings, IterationEstimates estimates)
    {
        var (difference, error) = estimates.Compare(Leader, Start);
        return Leader != Start && difference + (ClearErrors * error) >= settings.GainMin;
    }

    private static bool IsClearGain(IterationSettings settings, IterationEstimates estimates, IterationEstimate leader, IterationEstimate estimate)
    {
        var (difference, error) = estimates.Compare(leader, estimate);
        return leader != estimate && difference - (ClearErrors * error) >= settings.GainMin;
    }
}

namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>
/// Decides after each step what the next one is: another image, another score of one, or the end. A pure function of settings and
/// records: no clock, no draw, no state. <c>docs/pipelines/images-iteration.md</c> has the rule in words.
/// </summary>
public static class Decisions
{
    /// <summary>Decides.</summary>
    /// <param name="settings">The run's settings; the same at every step.</param>
    /// <param name="records">All iterations so far.</param>
    /// <exception cref="ArgumentException">A setting or a record is out of range.</exception>
    public static IterationDecision Next(IterationSettings settings, IReadOnlyList<IterationRecord> records)
    {
        settings.Validate();
        IterationRecord.Validate(records);
        var leftTicks = settings.BudgetTicks - records.Sum(record => record.SpentTicks);
        var estimates = IterationEstimates.Of(settings, records);
        var chosen = estimates.Chosen?.Number;
        if (records.Count == 0)
        {
            return settings.IterationCostTicks <= leftTicks
                ? IterationDecision.ContinueFrom(null, null)
                : IterationDecision.StopWith(null, IterationStop.Budget);
        }

        var progress = IterationProgress.Of(settings, estimates);
        var reason = ReasonToStop(settings, records, estimates, progress, leftTicks);
        if (settings.ScoreCostTicks <= leftTicks && ToRescore(settings, records, estimates, progress, reason) is { } number)
        {
            return IterationDecision.RescoreOf(number, chosen);
        }

        return reason is { } stop
            ? IterationDecision.StopWith(chosen, stop)
            : IterationDecision.ContinueFrom(progress?.Leader.Record, chosen);
    }

    /// <summary>What one more image may cost at most: itself, and the scores that prove it to be better than the first.</summary>
    private static long PriceOfNext(IterationSettings settings, IReadOnlyList<IterationRecord> records)
    {
        var scores = Math.Max(0, settings.ScoresMax - records[0].Scores.Count) + settings.ScoresMax - 1;
        return checked(settings.IterationCostTicks + (scores * settings.ScoreCostTicks));
    }

    private static IterationStop? ReasonToStop(
        IterationSettings settings, IReadOnlyList<IterationRecord> records, IterationEstimates estimates, IterationProgress? progress, long leftTicks)
    {
        if (estimates.Chosen?.Shrunken >= settings.TargetScore) return IterationStop.Target;
        if (progress?.Since >= settings.Patience)
        {
            return progress.Leader.Mean - progress.Start.Mean >= settings.GainMin ? IterationStop.NoSignificantGain : IterationStop.Plateau;
        }

        if (records.Count >= settings.IterationsMax) return IterationStop.Iterations;
        return PriceOfNext(settings, records) > leftTicks ? IterationStop.Budget : null;
    }

    /// <summary>The iteration of which one more score may change the decision; null when none does or all are used up.</summary>
    private static int? ToRescore(
        IterationSettings settings, IReadOnlyList<IterationRecord> records, IterationEstimates estimates, IterationProgress? progress, IterationStop? reason)
    {
        // An image without any score is worth nothing until the judge answers.
        if (records[^1] is { } last && last.Scores.All(score => score.Value is null) && last.Scores.Count < settings.ScoresMax) return last.Number;
        if (progress is null) return null;
        return (reason is IterationStop.Plateau or IterationStop.NoSignificantGain ? UnclearGain(settings, estimates, progress) : null)
            ?? UnclearTarget(settings, estimates)
            ?? (reason is null ? UncertainGain(settings, estimates, progress) : UnprovenLeader(settings, estimates));
    }

    /// <summary>Patience is over, unless the leader, or an image that was unlucky, turns out to be a gain after all.</summary>
    private static int? UnclearGain(IterationSettings settings, IterationEstimates estimates, IterationProgress progress) =>
        (progress.MayBeGain(settings, estimates) ? FewerScores(estimates, progress.Leader, progress.Start) : null)
        ?? (settings.MakesSure && progress.Overlooked(settings, estimates) is { } other ? FewerScores(estimates, other, progress.Start) : null);

    /// <summary>The run goes on for a gain alone, and the gain may be luck.</summary>
    private static int? UncertainGain(IterationSettings settings, IterationEstimates estimates, IterationProgress progress) =>
        settings.MakesSure && progress.UncertainOver(settings, estimates) is { } other ? FewerScores(estimates, progress.Leader, other) : null;

    /// <summary>The chosen image, or one that would be chosen were it proven, has the target within the noise.</summary>
    private static int? UnclearTarget(IterationSettings settings, IterationEstimates estimates)
    {
        var chosen = estimates.Chosen!;
        var distance = Math.Abs(chosen.Mean - settings.TargetScore);
        if (distance < settings.ClearErrors * estimates.Noise.ErrorOf(chosen.Scores) && estimates.HasScoresLeft(chosen)) return chosen.Number;
        return estimates.Leader!.Mean >= settings.TargetScore ? UnprovenLeader(settings, estimates) : null;
    }

    /// <summary>The leader seems better than the first, or may be, and more scores may prove it.</summary>
    private static int? UnprovenLeader(IterationSettings settings, IterationEstimates estimates)
    {
        var (leader, first) = (estimates.Leader!, estimates.First!);
        if (leader == estimates.Chosen) return null;
        var (difference, error) = estimates.Compare(leader, first);
        return difference + (settings.ClearErrors * error) >= settings.GainMin && !estimates.IsProvenBetter(leader) ? FewerScores(estimates, leader, first) : null;
    }

    /// <summary>Of two images the one that is known less well and may be scored again.</summary>
    internal static int? FewerScores(IterationEstimates estimates, IterationEstimate one, IterationEstimate other)
    {
        var (less, more) = one.Scores <= other.Scores ? (one, other) : (other, one);
        if (estimates.HasScoresLeft(less)) return less.Number;
        return estimates.HasScoresLeft(more) ? more.Number : null;
    }
}

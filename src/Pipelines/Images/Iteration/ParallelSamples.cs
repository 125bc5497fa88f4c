namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>
/// What iteration has to beat: as many images of one prompt as the same money buys, made at once, of which the best is taken. No image
/// comes first, so that none is preferred: the best shrunken mean wins. Pure, like <see cref="Decisions"/>.
/// </summary>
public static class ParallelSamples
{
    /// <summary>How many images the budget buys when enough is left to score the best two as often as allowed; 0 when it buys none.</summary>
    public static int Count(IterationSettings settings)
    {
        settings.Validate();
        if (settings.IterationCostTicks > settings.BudgetTicks) return 0;
        if (settings.IterationCostTicks == 0) return settings.IterationsMax;

        var reserve = 2 * (settings.ScoresMax - 1) * (decimal)settings.ScoreCostTicks;
        var count = (settings.BudgetTicks - reserve) / settings.IterationCostTicks;
        return (int)Math.Clamp(Math.Floor(count), 1, settings.IterationsMax);
    }

    /// <summary>Decides: another sample, another score of one of the best two, or the end.</summary>
    /// <param name="settings">The run's settings. Target, patience and least gain do not matter here.</param>
    /// <param name="records">All samples so far.</param>
    /// <exception cref="ArgumentException">A setting or a record is out of range.</exception>
    public static IterationDecision Next(IterationSettings settings, IReadOnlyList<IterationRecord> records)
    {
        var count = Count(settings);
        IterationRecord.Validate(records);
        var leftTicks = settings.BudgetTicks - records.Sum(record => record.SpentTicks);
        var estimates = IterationEstimates.Of(settings, records);
        var ranked = estimates.All
            .Where(estimate => estimate.Record.LocalScore is not { } local || local >= settings.LocalScoreMin)
            .OrderByDescending(estimate => estimate.Shrunken)
            .ToArray();

        // Where no sample passes its local checks, the first that was judged is still better than none.
        var chosen = ranked.Length > 0 ? ranked[0].Number : estimates.First?.Number;
        if (records.Count < count && settings.IterationCostTicks <= leftTicks) return IterationDecision.ContinueFrom(null, chosen);
        if (ranked.Length > 1 && settings.ScoreCostTicks <= leftTicks)
        {
            var (difference, error) = estimates.Compare(ranked[0], ranked[1]);
            if (difference < settings.ClearErrors * error && Decisions.FewerScores(estimates, ranked[0], ranked[1]) is { } number)
            {
                return IterationDecision.RescoreOf(number, chosen);
            }
        }

        return IterationDecision.StopWith(chosen, records.Count < count || count == 0 ? IterationStop.Budget : IterationStop.Iterations);
    }
}

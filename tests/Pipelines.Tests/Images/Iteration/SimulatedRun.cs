using FunctionsPipeline.Pipelines.Images.Iteration;

namespace FunctionsPipeline.Pipelines.Tests.Images.Iteration;

/// <summary>A run with a judge whose noise is known and images whose true quality is known. Everything comes from the seed.</summary>
internal sealed class SimulatedRun(IterationPlan plan, IterationSettings settings, Func<int, double> qualityOf, double judgeSd, int seed)
{
    /// <summary>More steps than this are no run: 20 images with 8 scores each, and an end.</summary>
    private const int StepsMax = (IterationSettings.IterationsLimit * IterationSettings.ScoresLimit) + 1;

    private readonly Random _random = new(seed);

    /// <summary>How often, in 100 answers, the judge gives none.</summary>
    public int SilencePercent { get; init; }

    /// <summary>Plays to the end.</summary>
    public IterationSummary Play()
    {
        var records = new List<IterationRecord>();
        var decisions = new List<IterationDecision>();
        while (decisions.Count < StepsMax)
        {
            var decision = plan == IterationPlan.Refine ? Decisions.Next(settings, records) : ParallelSamples.Next(settings, records);
            decisions.Add(decision);
            if (decision.Action == IterationAction.Stop) return new IterationSummary(plan, settings, records, decisions);
            if (decision.Action == IterationAction.Rescore)
            {
                var at = decision.Subject!.Value - 1;
                records[at] = records[at] with { Scores = [.. records[at].Scores, Score(at + 1)] };
                continue;
            }

            var number = records.Count + 1;
            records.Add(new IterationRecord(
                number, $"prompt-{number}", settings.IterationCostTicks - settings.ScoreCostTicks, [Score(number)], null, [$"check-{number}"]));
        }

        throw new InvalidOperationException($"The run with seed {seed} has not ended after {StepsMax} steps.");
    }

    private JudgeScore Score(int number) => new(
        _random.Next(100) < SilencePercent ? null : Math.Clamp(qualityOf(number) + (judgeSd * Normal()), 0, 1), settings.ScoreCostTicks);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}

using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.State;
using Xunit.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Images.Iteration;

/// <summary>
/// Iteration never ends worse and knows when to stop: 1,000 runs for every curve of true quality and every judge. The judge's true noise
/// is not told; the settings say 0.05 every time. <c>docs/pipelines/images-iteration.md</c> has the tables that the tests print.
/// </summary>
public sealed class IterationSimulationTests(ITestOutputHelper output)
{
    private const int Runs = 1000;
    private const double NotWorseShareMin = 0.99;
    private const double NearShareMin = 0.95;

    /// <summary>
    /// Two images of this climb gain 0.16. With six scores of each, such a judge shows a gain nineteen times of twenty from 0.245 on, so that
    /// many runs end on the way up, and none of them late. <c>docs/pipelines/images-iteration.md</c> has the formula.
    /// </summary>
    private static readonly (string, double) BeyondSight = ("five steps of 0.08", 0.1);

    private static readonly double[] JudgeSdValues = [0.02, 0.05, 0.1];

    public static TheoryData<double> JudgeSds => [.. JudgeSdValues];

    private static IterationSettings Settings { get; } = new()
    {
        Rule = IterationSettings.NewestRule,
        BudgetTicks = UsdTicks.FromUsdRoundedUp(1),
        IterationCostTicks = UsdTicks.FromUsdRoundedUp(0.043m),
        ScoreCostTicks = UsdTicks.FromUsdRoundedUp(0.003m),
    };

    [Theory]
    [MemberData(nameof(JudgeSds))]
    public void The_chosen_image_is_not_worse_than_the_first_and_every_decision_is_made_again_from_the_record(double judgeSd)
    {
        foreach (var curve in QualityCurves.Names)
        {
            var tally = new Tally();
            for (var seed = 0; seed < Runs; seed++)
            {
                var quality = QualityCurves.Of(curve, seed);
                var summary = new SimulatedRun(IterationPlan.Refine, Settings, quality, judgeSd, seed).Play();
                tally.Add(summary, quality);
                summary.FirstDifference().ShouldBeNull($"curve {curve}, seed {seed}");
            }

            output.WriteLine($"| {curve} | {judgeSd} | {tally.Row()} |");
            tally.NotWorse.ShouldBeGreaterThanOrEqualTo(NotWorseShareMin, curve);
        }
    }

    public static TheoryData<string, double> Plateaus
    {
        get
        {
            var data = new TheoryData<string, double>();
            foreach (var curve in QualityCurves.Plateaus)
            {
                foreach (var judgeSd in JudgeSdValues) data.Add(curve.Name, judgeSd);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Plateaus))]
    public void On_a_plateau_the_run_stops_within_two_iterations_of_the_optimum(string name, double judgeSd)
    {
        var curve = QualityCurves.Plateau(name);
        var images = new int[IterationSettings.IterationsLimit + 1];
        var tally = new Tally();
        for (var seed = 0; seed < Runs; seed++)
        {
            var summary = new SimulatedRun(IterationPlan.Refine, Settings, curve.Quality, judgeSd, seed).Play();
            images[summary.Iterations.Count]++;
            tally.Add(summary, curve.Quality);
        }

        double ShareOf(Func<int, bool> isMeant) => images.Where((_, count) => isMeant(count)).Sum() / (double)Runs;
        var near = ShareOf(count => Math.Abs(count - curve.Optimum) <= 2);
        output.WriteLine($"| {name} | {judgeSd} | {near:P1} | {tally.Row()} | {string.Join(", ", images.Select((count, number) => (count, number)).Where(one => one.count > 0).Select(one => $"{one.number}: {one.count}"))} |");
        tally.NotWorse.ShouldBeGreaterThanOrEqualTo(NotWorseShareMin);
        ShareOf(count => count > curve.Optimum + 2).ShouldBeLessThanOrEqualTo(1 - NearShareMin);
        if ((name, judgeSd) != BeyondSight) near.ShouldBeGreaterThanOrEqualTo(NearShareMin);
    }

    [Theory]
    [MemberData(nameof(JudgeSds))]
    public void Parallel_samples_at_equal_cost_are_better_than_one_of_them_on_average(double judgeSd)
    {
        var (chosen, mean, best) = (0.0, 0.0, 0.0);
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var qualities = Enumerable.Range(0, IterationSettings.IterationsLimit).Select(_ => 0.4 + (0.3 * random.NextDouble())).ToArray();
            var settings = Settings with { BudgetTicks = UsdTicks.FromUsdRoundedUp(0.3m) };
            var summary = new SimulatedRun(IterationPlan.Parallel, settings, number => qualities[number - 1], judgeSd, seed).Play();
            summary.Iterations.Count.ShouldBe(ParallelSamples.Count(settings));
            summary.Iterations.Sum(record => record.SpentTicks).ShouldBeLessThanOrEqualTo(settings.BudgetTicks);
            summary.FirstDifference().ShouldBeNull($"seed {seed}");
            chosen += qualities[summary.Decisions[^1].Chosen!.Value - 1] / Runs;
            mean += qualities.Take(summary.Iterations.Count).Average() / Runs;
            best += qualities.Take(summary.Iterations.Count).Max() / Runs;
        }

        output.WriteLine($"| {judgeSd} | {mean:0.000} | {chosen:0.000} | {best:0.000} |");
        chosen.ShouldBeGreaterThan(mean + 0.05);
    }

    private sealed class Tally
    {
        private readonly SortedDictionary<string, int> _stops = new(StringComparer.Ordinal);
        private int _notWorse;
        private double _gain;
        private double _images;
        private double _scores;
        private double _usd;

        public double NotWorse => (double)_notWorse / Runs;

        public void Add(IterationSummary summary, Func<int, double> quality)
        {
            var end = summary.Decisions[^1];
            var spent = summary.Iterations.Sum(record => record.SpentTicks);
            spent.ShouldBeLessThanOrEqualTo(summary.Settings.BudgetTicks);
            var gain = quality(end.Chosen!.Value) - quality(1);
            if (gain >= 0) _notWorse++;
            _gain += gain / Runs;
            _images += (double)summary.Iterations.Count / Runs;
            _scores += (double)summary.Iterations.Sum(record => record.Scores.Count) / Runs;
            _usd += (double)UsdTicks.ToUsd(spent) / Runs;
            _stops[end.Reason!.Value.ToString()] = _stops.GetValueOrDefault(end.Reason.Value.ToString()) + 1;
        }

        public string Row() =>
            $"{NotWorse:P1} | {_gain:0.000} | {_images:0.0} | {_scores:0.0} | ${_usd:0.00} | {string.Join(", ", _stops.Select(stop => $"{stop.Key} {stop.Value}"))}";
    }
}

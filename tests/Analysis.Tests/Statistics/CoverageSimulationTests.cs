namespace FunctionsPipeline.Analysis.Tests.Statistics;

/// <summary>
/// How often the 95 % intervals hold the truth, in 2,000 simulated batches each and, for two shares, in all possible ones. Where both true
/// rates are 0 or 1 every batch gives the same counts, so an interval either always or never holds the truth: there it must always.
/// Everywhere else the band is 93 to 97 %, rate by rate; and so it is for all together, the certain ones included.
/// </summary>
public class CoverageSimulationTests
{
    private const int Runs = 2000;
    private const double LowestCoverage = 0.93;
    private const double HighestCoverage = 0.97;

    private static readonly double[] Rates = [0, 0.1, 0.3, 0.5, 0.9, 1];

    [Theory]
    [InlineData(100)]
    [InlineData(199)]
    public void Intervals_of_two_shares_by_adding_up_the_probabilities_of_all_counts(int perArm)
    {
        var intervals = Counts(perArm).Select(with => Counts(perArm).Select(without => ShareDifference.Newcombe(with, without)).ToArray()).ToArray();
        foreach (var with in Rates)
        {
            foreach (var without in Rates)
            {
                var (ofWith, ofWithout) = (Probabilities(perArm, with), Probabilities(perArm, without));
                var coverage = 0.0;
                for (var i = 0; i <= perArm; i++)
                {
                    for (var j = 0; j <= perArm; j++) coverage += Coverage.Holds(intervals[i][j], with - without) ? ofWith[i] * ofWithout[j] : 0;
                }

                if (with is 0 or 1 && without is 0 or 1) coverage.ShouldBe(1, 1e-9, $"rates {with} and {without}");
                else coverage.ShouldBeInRange(LowestCoverage, HighestCoverage, $"rates {with} and {without}");
            }
        }
    }

    [Theory]
    [InlineData(50)]
    [InlineData(199)]
    public void Intervals_of_two_shares_whose_true_rates_are_drawn_anew_for_each_batch(int perArm)
    {
        var batch = new SimulatedBatch(seed: perArm);
        var coverage = new Coverage();
        for (var run = 0; run < Runs; run++)
        {
            var (with, without) = (batch.Choose(Rates), batch.Choose(Rates));
            var (first, second) = (batch.Binomial(perArm, with), batch.Binomial(perArm, without));
            coverage.Add(ShareDifference.Newcombe(new ShareCount(first, perArm), new ShareCount(second, perArm)), with - without);
        }

        coverage.ShouldBeRight("all rates", isCertain: false);
    }

    [Fact]
    public void Intervals_of_a_batch_with_one_trap_at_a_time_compared_within_prompts()
    {
        const int prompts = 120;
        double[] trapRates = [0, 0.1, 0.3, 0.6, 0.9, 1];
        double[] plainRates = [0, 0.1, 0.5, 1];
        var batch = new SimulatedBatch(seed: 3);
        var cells = new Dictionary<(double, double), Coverage>();
        for (var run = 0; run < Runs; run++)
        {
            var isEasy = batch.DrawPrompts(prompts);
            var study = batch.OneAtATime(prompts, plainRates.Length, (detector, prompt, trap) => OfPrompt(isEasy[prompt], RateOf(detector, trap)));
            foreach (var effect in study.OneAtATime())
            {
                var (with, without) = (RateOf(DetectorOf(effect), effect.Cause), RateOf(DetectorOf(effect), null));
                if (!cells.TryGetValue((with, without), out var cell)) cells.Add((with, without), cell = new Coverage());
                cell.Add(effect.Interval, with - without);
            }
        }

        var all = new Coverage();
        foreach (var ((with, without), cell) in cells)
        {
            cell.ShouldBeRight($"rates {with} and {without}", isCertain: with is 0 or 1 && without is 0 or 1);
            all.Add(cell);
        }

        all.ShouldBeRight("all rates", isCertain: false);

        double RateOf(int detector, string? trap) => trap is null ? plainRates[detector] : trapRates[Array.IndexOf(SimulatedBatch.Traps, trap)];
    }

    [Fact]
    public void Intervals_of_a_factorial_batch_with_several_effects_at_once()
    {
        // d0: three real effects; d1: one trap that always breaks it and nothing else does; d2: no effect at all.
        double[][] effects = [[0.35, 0.15, -0.05, 0, 0, 0], [1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]];
        double[] bases = [0.2, 0, 0.1];
        var batch = new SimulatedBatch(seed: 4);
        var real = new Coverage();
        var certain = new Coverage();
        for (var run = 0; run < Runs; run++)
        {
            var isEasy = batch.DrawPrompts(25);
            var study = batch.Factorial(25, bases.Length, (detector, prompt, traps) =>
                OfPrompt(isEasy[prompt], bases[detector] + traps.Sum(trap => effects[detector][Array.IndexOf(SimulatedBatch.Traps, trap)])));
            foreach (var effect in study.Factorial())
            {
                var truth = effects[DetectorOf(effect)][Array.IndexOf(SimulatedBatch.Traps, effect.Cause)];
                (DetectorOf(effect) == 1 ? certain : real).Add(effect.Interval, truth);
            }
        }

        real.ShouldBeRight("effects", isCertain: false);
        certain.ShouldBeRight("a trap that always breaks it", isCertain: true);
    }

    [Fact]
    public void Intervals_of_a_pair_of_traps()
    {
        var batch = new SimulatedBatch(seed: 5);
        var coverage = new Coverage();
        for (var run = 0; run < Runs; run++)
        {
            // Each alone adds 10 points, both together 50: 30 more than the sum.
            var study = batch.Factorial(25, 1, (_, _, traps) => 0.1 + (traps.Contains("a") ? 0.1 : 0) + (traps.Contains("d") ? 0.1 : 0) + (traps.Contains("a") && traps.Contains("d") ? 0.3 : 0), ("a", "d"));
            var pair = study.Factorial().Single(effect => effect.Cause == "a+d");
            coverage.Add(pair.Interval, 0.3);
        }

        coverage.ShouldBeRight("the pair", isCertain: false);
    }

    [Fact]
    public void Intervals_of_differences_corrected_for_the_detectors_errors()
    {
        const int perArm = 200;
        const double sensitivity = 0.85, specificity = 0.95;
        (double With, double Without)[] truths = [(0.5, 0.1), (0.2, 0.1), (0.1, 0.1), (1, 0), (0.3, 0), (0.05, 0.6)];
        var batch = new SimulatedBatch(seed: 6);
        var all = new Coverage();
        foreach (var truth in truths)
        {
            var coverage = new Coverage();
            for (var run = 0; run < Runs; run++)
            {
                var accuracy = new DetectorAccuracy("any", 100, batch.Binomial(100, sensitivity), 200, batch.Binomial(200, 1 - specificity));
                var with = new ShareCount(batch.Binomial(perArm, Seen(truth.With)), perArm);
                var without = new ShareCount(batch.Binomial(perArm, Seen(truth.Without)), perArm);
                var corrected = RoganGladen.Difference(with.Share - without.Share, ShareDifference.Newcombe(with, without), accuracy)!.Value;
                coverage.Add(corrected.Interval, truth.With - truth.Without);
            }

            all.Add(coverage);
            // A difference of 1 is the largest there is: no interval can miss it from above, so only half of the misses are left.
            if (truth is (1, 0)) coverage.Share.ShouldBeGreaterThan(0.95);
            else coverage.ShouldBeRight($"{truth}", isCertain: false);
        }

        all.ShouldBeRight("all truths", isCertain: false);

        static double Seen(double truth) => (truth * sensitivity) + ((1 - truth) * (1 - specificity));
    }

    [Fact]
    public void Intervals_of_shares_corrected_for_the_detectors_errors()
    {
        var batch = new SimulatedBatch(seed: 8);
        var all = new Coverage();
        foreach (var truth in new[] { 0, 0.1, 0.3, 0.6, 1 })
        {
            var coverage = new Coverage();
            for (var run = 0; run < Runs; run++)
            {
                var accuracy = new DetectorAccuracy("any", 100, batch.Binomial(100, 0.85), 200, batch.Binomial(200, 0.05));
                var seen = new ShareCount(batch.Binomial(200, (truth * 0.85) + ((1 - truth) * 0.05)), 200);
                coverage.Add(RoganGladen.ShareInterval(seen, accuracy)!.Value, truth);
            }

            all.Add(coverage);
            // At 0 and 1 an interval can miss on one side only.
            if (truth is 0 or 1) coverage.Share.ShouldBeGreaterThan(0.95);
            else coverage.ShouldBeRight($"{truth}", isCertain: false);
        }

        all.ShouldBeRight("all truths", isCertain: false);
    }

    [Fact]
    public void Intervals_of_differences_of_severity()
    {
        var random = new Random(7);
        var coverage = new Coverage();
        for (var run = 0; run < Runs; run++)
        {
            var (with, without) = (new MeanTally(), new MeanTally());
            for (var clip = 0; clip < 40; clip++) with.Add(0.4 + (0.6 * random.NextDouble()));
            for (var clip = 0; clip < 12; clip++) without.Add(0.3 + (0.4 * random.NextDouble()));
            coverage.Add(MeanDifference.Welch(with, without)!.Value.Interval, 0.2);
        }

        coverage.ShouldBeRight("severity", isCertain: false);
    }

    private static IEnumerable<ShareCount> Counts(int trials) => Enumerable.Range(0, trials + 1).Select(found => new ShareCount(found, trials));

    /// <summary>Of 0, 1, 2 and so on successes, each from the one before.</summary>
    private static double[] Probabilities(int trials, double rate)
    {
        var probabilities = new double[trials + 1];
        if (rate == 1)
        {
            probabilities[trials] = 1;
            return probabilities;
        }

        probabilities[0] = Math.Pow(1 - rate, trials);
        for (var found = 1; found <= trials; found++) probabilities[found] = probabilities[found - 1] * rate / (1 - rate) * (trials - found + 1) / found;
        return probabilities;
    }

    private static int DetectorOf(Effect effect) => effect.DetectorId[1] - '0';

    /// <summary>Prompts differ: half of those there are break more easily, within what the rate allows. The mean over prompts is the rate.</summary>
    private static double OfPrompt(bool isEasy, double rate) => rate + ((isEasy ? 0.6 : -0.6) * Math.Min(rate, 1 - rate));

    private sealed class Coverage
    {
        // Sums of differences of rates such as 0.3 - 0.1 end a hair off the rounded truth.
        private const double Rounding = 1e-12;

        private int _intervals;
        private int _held;

        public double Share => (double)_held / _intervals;

        public static bool Holds(ConfidenceInterval interval, double truth) =>
            interval.Lower - Rounding <= truth && truth <= interval.Upper + Rounding;

        public void Add(ConfidenceInterval interval, double truth)
        {
            _intervals++;
            if (Holds(interval, truth)) _held++;
        }

        public void Add(Coverage other)
        {
            _intervals += other._intervals;
            _held += other._held;
        }

        public void ShouldBeRight(string what, bool isCertain)
        {
            if (isCertain) Share.ShouldBe(1, what);
            else Share.ShouldBeInRange(LowestCoverage, HighestCoverage, what);
        }
    }
}

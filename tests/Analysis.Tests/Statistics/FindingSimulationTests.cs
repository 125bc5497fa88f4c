namespace FunctionsPipeline.Analysis.Tests.Statistics;

/// <summary>Simulated batches: how often a finding is false, how often a real effect is found, and how often the worst trap comes first.</summary>
public class FindingSimulationTests
{
    private const int Runs = 2000;
    private const double BaseRate = 0.1;
    private const double RaisedRate = 0.2;

    [Fact]
    public void Without_any_effect_at_most_5_percent_of_batches_name_one_with_one_trap_at_a_time()
    {
        var batch = new SimulatedBatch(seed: 21);

        FalseBatches(() => batch.OneAtATime(50, 3, (detector, prompt, _) => Rate(detector, prompt)).OneAtATime()).ShouldBeLessThanOrEqualTo(0.05);
    }

    [Fact]
    public void Without_any_effect_at_most_5_percent_of_batches_name_one_in_a_factorial_design()
    {
        var batch = new SimulatedBatch(seed: 22);

        FalseBatches(() => batch.Factorial(25, 3, (detector, prompt, _) => Rate(detector, prompt), ("a", "f"), ("b", "d")).Factorial()).ShouldBeLessThanOrEqualTo(0.05);
    }

    [Fact]
    public void A_real_effect_beside_them_does_not_make_others_false_findings()
    {
        var batch = new SimulatedBatch(seed: 23);

        FalseBatches(() => batch.Factorial(25, 2, (_, _, traps) => traps.Contains("a") ? 0.7 : 0.1).Factorial(), ignored: "a").ShouldBeLessThanOrEqualTo(0.05);
    }

    [Fact]
    public void At_the_planned_size_the_planted_trap_comes_first_with_one_trap_at_a_time()
    {
        var perArm = (int)SampleSize.PerArm(BaseRate, RaisedRate, 0.8, SampleSize.Level / 6);
        var batch = new SimulatedBatch(seed: 24);

        FirstPlaces(500, () => batch.OneAtATime(perArm, 1, (_, _, trap) => trap == "c" ? RaisedRate : BaseRate).OneAtATime()).ShouldBeGreaterThanOrEqualTo(0.9);
    }

    [Fact]
    public void At_the_planned_size_the_planted_trap_comes_first_in_a_factorial_design()
    {
        var perArm = SampleSize.PerArm(BaseRate, RaisedRate, 0.8, SampleSize.Level / 6);
        var prompts = (int)Math.Ceiling(2 * perArm / 16.0);
        var batch = new SimulatedBatch(seed: 25);

        FirstPlaces(1000, () => batch.Factorial(prompts, 1, (_, _, traps) => traps.Contains("c") ? RaisedRate : BaseRate).Factorial()).ShouldBeGreaterThanOrEqualTo(0.9);
    }

    [Fact]
    public void At_the_planned_size_a_single_test_finds_the_effect_in_about_80_percent()
    {
        var perArm = (int)SampleSize.PerArm(BaseRate, RaisedRate, 0.8);
        var batch = new SimulatedBatch(seed: 26);
        var found = 0;
        for (var run = 0; run < Runs; run++)
        {
            var shares = new BlockedShares();
            shares.Add(new ShareCount(batch.Binomial(perArm, RaisedRate), perArm), new ShareCount(batch.Binomial(perArm, BaseRate), perArm));
            if (shares.PValue < SampleSize.Level) found++;
        }

        // Three standard errors of a simulated 80 %.
        ((double)found / Runs).ShouldBe(0.8, 0.027);
    }

    /// <summary>A frequent defect, one that depends on the prompt, and a rare one that calls for exact methods.</summary>
    private static double Rate(int detector, int prompt) => detector switch
    {
        0 => 0.3,
        1 => prompt % 2 == 0 ? 0.1 : 0.5,
        _ => 0.03,
    };

    private static double FalseBatches(Func<IReadOnlyList<Effect>> run, string? ignored = null)
    {
        var wrong = 0;
        for (var i = 0; i < Runs; i++)
        {
            var effects = run();
            var adjusted = FindingRule.Adjust(effects, effect => effect.DetectorId == "d0");
            if (effects.Where((effect, index) => effect.Cause != ignored && FindingRule.IsFinding(adjusted[index])).Any()) wrong++;
        }

        return (double)wrong / Runs;
    }

    private static double FirstPlaces(int runs, Func<IReadOnlyList<Effect>> run)
    {
        var first = 0;
        for (var i = 0; i < runs; i++)
        {
            if (run().MaxBy(effect => effect.Difference)!.Cause == "c") first++;
        }

        return (double)first / runs;
    }
}

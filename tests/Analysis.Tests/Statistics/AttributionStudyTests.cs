namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class AttributionStudyTests
{
    private static readonly string[] Traps = SimulatedBatch.Traps;

    [Theory]
    [InlineData(20)]
    [InlineData(2)]
    public void A_trap_that_always_breaks_what_else_never_breaks_is_beyond_doubt(int prompts)
    {
        var effects = new SimulatedBatch(1).Factorial(prompts, 1, (_, _, traps) => traps.Contains("b") ? 1 : 0).Factorial();

        var effect = effects.Single(effect => effect.Cause == "b");
        effect.Difference.ShouldBe(1, 1e-9);
        effect.PValue.ShouldBeLessThan(1e-6);
        effect.Interval.Lower.ShouldBeInRange(0.5, 0.999);
    }

    [Fact]
    public void Two_traps_that_break_only_together_are_a_pair_with_an_interval_of_some_width()
    {
        var effects = new SimulatedBatch(1).Factorial(10, 1, (_, _, traps) => traps.Contains("a") && traps.Contains("d") ? 1 : 0, ("a", "d")).Factorial();

        var pair = effects.Single(effect => effect.Method == EffectMethod.FactorialPair);
        pair.Difference.ShouldBe(1, 1e-9);
        pair.PValue.ShouldBeLessThan(1e-6);
        (pair.Interval.Upper - pair.Interval.Lower).ShouldBeGreaterThan(0.01);
    }

    [Fact]
    public void Sparse_counts_are_treated_exactly_in_both_designs()
    {
        var batch = new SimulatedBatch(2);

        batch.OneAtATime(12, 1, (_, _, trap) => trap == "a" ? 1 : 0).OneAtATime().Single(effect => effect.Cause == "a").Method.ShouldBe(EffectMethod.WithinPrompts);
        batch.OneAtATime(4, 1, (_, _, trap) => trap == "a" ? 1 : 0).OneAtATime().Single(effect => effect.Cause == "a").Method.ShouldBe(EffectMethod.WithinPromptsExact);
        batch.Factorial(1, 1, (_, prompt, traps) => traps.Count == 4 && traps.Contains("a") ? 1 : 0).Factorial().ShouldAllBe(effect => effect.Method == EffectMethod.FactorialExact);
    }

    [Fact]
    public void A_defect_that_no_clip_has_is_not_tested_and_costs_the_others_nothing()
    {
        var effects = new SimulatedBatch(3).OneAtATime(30, 2, (detector, _, trap) => detector == 0 && trap == "a" ? 0.9 : 0).OneAtATime();

        effects.Where(effect => effect.DetectorId == "d1").ShouldAllBe(effect => !effect.IsTested);
        var alone = FindingRule.Adjust([.. effects.Where(effect => effect.DetectorId == "d0")], _ => true);
        var together = FindingRule.Adjust(effects, _ => true);
        together.Take(alone.Length).ShouldBe(alone);
        together.Skip(alone.Length).ShouldAllBe(p => p == 1);
    }

    [Fact]
    public void Severity_is_compared_among_clips_with_the_defect()
    {
        var study = new AttributionStudy(Traps, []);
        for (var prompt = 0; prompt < 10; prompt++)
        {
            study.Add("lane", $"p{prompt}", "plain", [], [new DefectOutcome("d", true, 0.2 + (0.01 * prompt))]);
            study.Add("lane", $"p{prompt}", "a", ["a"], [new DefectOutcome("d", prompt < 5, 0.7 + (0.01 * prompt))]);
        }

        var severity = study.OneAtATime().Single().Severity.ShouldNotBeNull();

        // 0.72 over the five clips that have it, against 0.245.
        severity.Difference.ShouldBe(0.475, 1e-9);
        severity.Interval.Contains(0.475).ShouldBeTrue();
    }

    [Fact]
    public void Repeats_of_a_prompt_are_one_block()
    {
        var study = new AttributionStudy(Traps, []);
        foreach (var prompt in new[] { "p1", "p2" })
        {
            for (var repeat = 0; repeat < 3; repeat++)
            {
                study.Add("lane", prompt, "a", ["a"], [new DefectOutcome("d", true, 1)]);
                study.Add("lane", prompt, "plain", [], [new DefectOutcome("d", false, 0)]);
            }
        }

        study.OneAtATime().Single().Blocks.ShouldBe(2);
    }

    [Fact]
    public void Most_of_the_allowance_goes_to_the_aimed_tests()
    {
        Effect[] effects = [Tested("aimed", 0.04), Tested("other", 0.0001), Tested("other", 0.5)];

        var adjusted = FindingRule.Adjust(effects, effect => effect.DetectorId == "aimed");

        // Weights 0.9, 0.05 and 0.05: 0.0001 / 0.05, then 0.04 x 0.95 / 0.9, then 0.5.
        adjusted.ShouldBe([0.04 * 0.95 / 0.9, 0.002, 0.5], 1e-12);
    }

    private static Effect Tested(string detector, double p) => new()
    {
        DetectorId = detector,
        Cause = "a",
        With = new ShareCount(5, 10),
        Without = new ShareCount(1, 10),
        Blocks = 10,
        Difference = 0.4,
        Interval = new ConfidenceInterval(0, 0.7),
        PValue = p,
        Method = EffectMethod.WithinPromptsExact,
    };
}

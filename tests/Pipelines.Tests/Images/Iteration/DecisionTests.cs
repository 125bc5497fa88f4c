using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Pipelines.Images.Iteration;

namespace FunctionsPipeline.Pipelines.Tests.Images.Iteration;

/// <summary>Single decisions, and laws that hold of every run.</summary>
public sealed class DecisionTests
{
    private const int PayloadBytesMax = 16 * 1024;

    private static IterationSettings Settings { get; } = new() { AsksAgain = true, BudgetTicks = 10_000, IterationCostTicks = 430, ScoreCostTicks = 30, JudgeSd = 0.02 };

    [Fact]
    public void A_run_begins_with_an_image()
    {
        Decisions.Next(Settings, []).ShouldBe(new IterationDecision(IterationAction.Continue, null, null, [], null));
    }

    [Fact]
    public void A_run_that_cannot_pay_for_one_image_ends_before_it_begins()
    {
        Decisions.Next(Settings with { BudgetTicks = 429 }, []).ShouldBe(new IterationDecision(IterationAction.Stop, null, null, [], IterationStop.Budget));
    }

    [Fact]
    public void The_next_image_starts_from_the_best_and_mends_what_failed_there()
    {
        var decision = Decisions.Next(Settings, [Image(1, 0.3, 0.31, 0.3), Image(2, 0.7, 0.69, 0.7), Image(3, 0.4)]);

        decision.ShouldBe(new IterationDecision(IterationAction.Continue, 2, 2, ["hands-2", "text-2"], null));
    }

    [Fact]
    public void Before_patience_ends_a_run_a_gain_within_the_noise_is_scored_again_the_less_known_first()
    {
        Decisions.Next(Settings, [Image(1, 0.50, 0.51), Image(2, 0.56), Image(3, 0.5)]).ShouldBe(new IterationDecision(IterationAction.Rescore, 1, 2, [], null));
    }

    [Fact]
    public void A_better_image_is_not_chosen_before_that_is_proven()
    {
        Decisions.Next(Settings, [Image(1, 0.50), Image(2, 0.60)]).Chosen.ShouldBe(1);
        Decisions.Next(Settings, [Image(1, 0.50, 0.51, 0.49), Image(2, 0.60, 0.61, 0.59)]).Chosen.ShouldBe(2);
    }

    [Fact]
    public void The_target_ends_the_run()
    {
        var decision = Decisions.Next(Settings with { TargetScore = 0.8 }, [Image(1, 0.3, 0.31, 0.3), Image(2, 0.9, 0.9, 0.9)]);

        decision.ShouldBe(new IterationDecision(IterationAction.Stop, 2, null, [], IterationStop.Target));
    }

    [Fact]
    public void Patience_ends_the_run_on_a_plateau()
    {
        var decision = Decisions.Next(Settings, [Image(1, 0.5), Image(2, 0.3), Image(3, 0.3)]);

        decision.ShouldBe(new IterationDecision(IterationAction.Stop, 1, null, [], IterationStop.Plateau));
    }

    [Fact]
    public void What_seems_a_gain_and_cannot_be_told_from_noise_ends_the_run_by_that_name()
    {
        var settings = Settings with { ScoresMax = 1, JudgeSd = 0.1 };

        var decision = Decisions.Next(settings, [Image(1, 0.5), Image(2, 0.69), Image(3, 0.5)]);

        decision.ShouldBe(new IterationDecision(IterationAction.Stop, 1, null, [], IterationStop.NoSignificantGain));
    }

    [Fact]
    public void An_image_that_fails_its_local_checks_does_not_take_the_place_of_the_first()
    {
        var spoilt = Image(2, 0.9, 0.9, 0.9) with { LocalScore = 0.5 };

        Decisions.Next(Settings, [Image(1, 0.3, 0.3, 0.3), spoilt]).Chosen.ShouldBe(1);
        Decisions.Next(Settings with { LocalScoreMin = 0.5 }, [Image(1, 0.3, 0.3, 0.3), spoilt]).Chosen.ShouldBe(2);
    }

    [Fact]
    public void A_judge_that_gives_no_score_is_asked_again_and_not_for_ever()
    {
        var silent = new IterationRecord(1, "p", 400, [new JudgeScore(null, 30)], null, []);
        Decisions.Next(Settings, [silent]).ShouldBe(new IterationDecision(IterationAction.Rescore, null, 1, [], null));

        silent = silent with { Scores = [.. Enumerable.Repeat(new JudgeScore(null, 30), Settings.ScoresMax)] };
        Decisions.Next(Settings, [silent]).ShouldBe(new IterationDecision(IterationAction.Continue, null, null, [], null));
    }

    [Fact]
    public void Re_scores_outweigh_what_was_believed_of_the_judge()
    {
        var noise = JudgeNoise.Of(Settings, [Image(1, 0.3, 0.5, 0.4, 0.6, 0.2, 0.4), Image(2, 0.8, 0.6, 0.5, 0.7, 0.9, 0.7)]);

        // (2 x 0.02^2 + 0.1 + 0.1) / (2 + 5 + 5), sums of squares around means of 0.4 and 0.7.
        noise.Sd.ShouldBe(Math.Sqrt(0.2008 / 12), 1e-12);
        noise.DegreesOfFreedom.ShouldBe(12);
    }

    [Fact]
    public void Whatever_the_scores_a_run_ends_within_its_budget_and_its_record_gives_the_same_decisions()
    {
        var cases = ArbMap.Default.GeneratorFor<(int Seed, byte Budget, byte Patience, byte Scores, byte Silence, bool IsParallel)>();
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var settings = Settings with
            {
                BudgetTicks = one.Budget * 40, Patience = 1 + (one.Patience % 4), ScoresMax = 1 + (one.Scores % IterationSettings.ScoresLimit),
                IterationsMax = IterationSettings.IterationsLimit, TargetScore = 0.85,
            };
            var quality = QualityCurves.Of("random walk", one.Seed);
            var plan = one.IsParallel ? IterationPlan.Parallel : IterationPlan.Refine;
            var summary = new SimulatedRun(plan, settings, quality, 0.07, one.Seed) { SilencePercent = one.Silence % 40 }.Play();

            summary.Iterations.Sum(record => record.SpentTicks).ShouldBeLessThanOrEqualTo(settings.BudgetTicks);
            summary.Iterations.Count.ShouldBeLessThanOrEqualTo(settings.IterationsMax);
            summary.Iterations.ShouldAllBe(record => record.Scores.Count <= settings.ScoresMax);
            var read = JsonSerializer.Deserialize<IterationSummary>(JsonSerializer.Serialize(summary, JsonSerializerOptions.Web), JsonSerializerOptions.Web)!;
            read.FirstDifference().ShouldBeNull();
            read.Replay().ShouldBe(summary.Decisions);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void A_gain_that_may_be_luck_is_asked_about_again_before_another_image_is_paid_for()
    {
        // One score each: the leader seems far above the first, and patience would be over without that.
        var images = new[] { Image(1, 0.50), Image(2, 0.48), Image(3, 0.62) };

        Decisions.Next(Settings, images).ShouldBe(new IterationDecision(IterationAction.Rescore, 1, 3, [], null));
        Decisions.Next(Settings with { AsksAgain = false }, images).Action.ShouldBe(IterationAction.Continue);
    }

    [Fact]
    public void An_image_that_was_unlucky_is_asked_about_again_before_patience_ends_a_run()
    {
        var images = new[] { Image(1, 0.50), Image(2, 0.51), Image(3, 0.51) };

        Decisions.Next(Settings, images).Action.ShouldBe(IterationAction.Rescore);
    }

    [Fact]
    public void A_record_of_a_run_that_did_not_ask_again_is_replayed_as_it_was()
    {
        var old = new SimulatedRun(IterationPlan.Refine, Settings with { AsksAgain = false, JudgeSd = 0.05 }, QualityCurves.Of("rising then plateau", 1), 0.1, 1).Play();
        var json = JsonSerializer.SerializeToNode(old, JsonSerializerOptions.Web)!;
        json["settings"]!.AsObject().ContainsKey("asksAgain").ShouldBeFalse();

        JsonSerializer.Deserialize<IterationSummary>(json, JsonSerializerOptions.Web)!.FirstDifference().ShouldBeNull();
    }

    [Fact]
    public void A_changed_score_is_found_by_the_replay()
    {
        var summary = new SimulatedRun(IterationPlan.Refine, Settings, QualityCurves.Of("rising then plateau", 1), 0.02, 1).Play();
        summary.FirstDifference().ShouldBeNull();
        var iterations = summary.Iterations.ToList();
        iterations[2] = iterations[2] with { Scores = [new JudgeScore(0.1, 30), .. iterations[2].Scores.Skip(1)] };

        (summary with { Iterations = iterations }).FirstDifference().ShouldNotBeNull().ShouldStartWith("decision ");
    }

    [Fact]
    public void A_run_under_way_replays_as_far_as_it_has_come()
    {
        var summary = new SimulatedRun(IterationPlan.Refine, Settings, QualityCurves.Of("rising then plateau", 1), 0.02, 1).Play();
        var part = summary with { Iterations = [summary.Iterations[0] with { Scores = [summary.Iterations[0].Scores[0]] }], Decisions = [.. summary.Decisions.Take(2)] };

        part.FirstDifference().ShouldBeNull();
    }

    [Fact]
    public void The_gain_is_told_with_what_it_cost()
    {
        var records = new[] { Image(1, 0.5, 0.5), Image(2, 0.8, 0.8) };

        var gain = new IterationSummary(IterationPlan.Refine, Settings, records, [new(IterationAction.Stop, 2, null, [], IterationStop.Target)]).Gain();

        gain.SpentTicks.ShouldBe(30 + 460);
        gain.Gain.ShouldNotBeNull().ShouldBeInRange(0.29, 0.3);
        gain.Low.ShouldNotBeNull().ShouldBeLessThan(0.3);
        gain.GainPerUsd.ShouldNotBeNull().ShouldBe(gain.Gain!.Value / (490 / 1e10), 1);
    }

    [Fact]
    public void The_largest_run_fits_a_payload()
    {
        var scores = Enumerable.Repeat(new JudgeScore(0.123456, 1_234_567_890), IterationSettings.ScoresLimit).ToArray();
        var records = Enumerable.Range(1, IterationSettings.IterationsLimit).Select(number => new IterationRecord(number, new string('f', 64), 400_000_000, scores, 0.875432, ["hands", "text"]));

        JsonSerializer.SerializeToUtf8Bytes(records, JsonSerializerOptions.Web).Length.ShouldBeLessThan(PayloadBytesMax);
    }

    [Fact]
    public void What_is_out_of_range_is_named_with_what_is_allowed()
    {
        Should.Throw<ArgumentException>(() => Decisions.Next(Settings with { Patience = 0 }, [])).Message.ShouldContain("Patience is 0; it is from 1 to 20");
        Should.Throw<ArgumentException>(() => Decisions.Next(Settings with { TargetScore = double.NaN }, [])).Message.ShouldContain("TargetScore is NaN");
        Should.Throw<ArgumentException>(() => Decisions.Next(Settings, [Image(2, 0.5)])).Message.ShouldContain("Iteration 2 stands at place 1");
        Should.Throw<ArgumentException>(() => Decisions.Next(Settings, [Image(1, 1.5)])).Message.ShouldContain("score of 1.5");
    }

    private static IterationRecord Image(int number, params double[] scores) =>
        new(number, $"prompt-{number}", 400, [.. scores.Select(score => new JudgeScore(score, 30))], null, [$"hands-{number}", $"text-{number}"]);
}

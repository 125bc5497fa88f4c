using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.Tests.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Attribution;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Attribution;

public class AttributionTests
{
    private const string Momentum = "momentum-violation";

    private static readonly Dictionary<string, DetectorAccuracy> Known = new(StringComparer.Ordinal)
    {
        [Momentum] = new DetectorAccuracy(Momentum, 200, 180, 400, 8),
    };

    [Fact]
    public void A_trap_that_breaks_its_prompts_is_found_and_said_in_plain_words()
    {
        var report = Report(Paired(50, prompt => prompt < 31, prompt => prompt < 4));

        report.Design.ShouldBe(AttributionDesign.OneAtATime);
        var effect = report.Effects.Single(effect => effect.IsFinding);
        effect.Sentence.ShouldBe("With momentum-violation, objects jump in mid-flight in 62% of clips instead of 8%: +54 points, 95% sure it is between +38 and +66.");
        report.Finding.ShouldBe("1 effect is proved: with momentum-violation, objects jump in mid-flight (+54 points).");
        (effect.With, effect.Without).ShouldBe((new EffectArm(50, 31, 0.62), new EffectArm(50, 4, 0.08)));
        effect.IsAimed.ShouldBeTrue();
        effect.Prompts.ShouldBe(50);
    }

    [Fact]
    public void The_effect_is_corrected_for_what_the_detector_misses_and_imagines()
    {
        var corrected = Report(Paired(50, prompt => prompt < 31, prompt => prompt < 4)).Effects[0].Corrected.ShouldNotBeNull();

        // Sensitivity 0.9 and specificity 0.98 leave 0.88 of a difference.
        corrected.Difference.ShouldBe(0.54 / 0.88, 1e-9);
        corrected.Lower.ShouldBeLessThan(corrected.Difference);
        corrected.With.Share.ShouldBe((0.62 - 0.02) / 0.88, 1e-9);
        corrected.Without.Share.ShouldBe((0.08 - 0.02) / 0.88, 1e-9);
        (corrected.Sensitivity, corrected.Specificity).ShouldBe((0.9, 0.98));
    }

    [Fact]
    public void A_finding_of_a_detector_of_unknown_accuracy_says_so()
    {
        var report = Report(Paired(50, prompt => prompt < 31, prompt => prompt < 4), new Dictionary<string, DetectorAccuracy>(StringComparer.Ordinal));

        report.Effects[0].Corrected.ShouldBeNull();
        report.Caveats.ShouldContain(caveat => caveat.Contains("not known well enough to correct"));
    }

    [Fact]
    public void Clips_on_which_the_detector_abstained_are_missing_and_not_clean()
    {
        var items = Paired(20, prompt => prompt < 10, _ => false).Concat(
            Enumerable.Range(20, 20).Select(prompt => Item(prompt, Momentum).Analysed(ReportData.Abstained(Momentum))));

        Report(items).Effects.Single().With.ShouldBe(new EffectArm(20, 10, 0.5));
    }

    [Fact]
    public void A_batch_of_a_few_clips_says_that_it_is_too_small_and_proves_nothing()
    {
        var report = Report(Paired(3, _ => true, _ => false));

        report.Effects.ShouldAllBe(effect => !effect.IsFinding);
        report.Caveats.ShouldContain(caveat => caveat.Contains("too small"));
        report.Finding.ShouldStartWith("No trap is proved to cause a defect.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_all_clips_are_alike_nothing_is_attributed(bool isBroken)
    {
        var report = Report(Paired(10, _ => isBroken, _ => isBroken));

        report.Finding.ShouldContain("nothing to attribute");
        report.Tests.ShouldBe(0);
    }

    [Fact]
    public void A_run_without_a_single_clip_has_a_report_of_plain_numbers()
    {
        var report = Report([ReportData.Item(0)]);

        report.Design.ShouldBe(AttributionDesign.None);
        report.Retries.FirstTry.ShouldBe(new EffectArm(0, 0, 0));
    }

    [Fact]
    public void Without_plain_clips_nothing_is_attributed()
    {
        var report = Report(Paired(20, _ => true, _ => false).Where(item => item.Traps.Count > 0));

        report.Design.ShouldBe(AttributionDesign.None);
        report.Effects.ShouldBeEmpty();
    }

    [Fact]
    public void In_a_factorial_batch_every_clip_tells_about_every_trap()
    {
        var report = Report(Factorial(20, (traps, prompt) => traps.Contains(Momentum) ? prompt % 2 == 0 : prompt % 10 == 0));

        report.Design.ShouldBe(AttributionDesign.Factorial);
        var finding = report.Effects.Single(effect => effect.IsFinding);
        finding.Cause.ShouldBe(Momentum);
        finding.With.ShouldBe(new EffectArm(160, 80, 0.5));
        finding.Without.ShouldBe(new EffectArm(160, 16, 0.1));
        finding.Difference.ShouldBe(0.4, 1e-9);
        report.Effects.Where(effect => effect.Cause != Momentum && effect.Method != EffectMethod.FactorialPair).ShouldAllBe(effect => Math.Abs(effect.Difference) < 1e-9);
    }

    [Fact]
    public void Traps_that_break_only_together_show_as_a_pair()
    {
        var report = Report(Factorial(20, (traps, _) => traps.Contains(Momentum) && traps.Contains("emerald-sparks")));

        var pair = report.Effects.Single(effect => effect.Cause == "momentum-violation+emerald-sparks");
        pair.Difference.ShouldBe(1, 1e-9);
        pair.IsFinding.ShouldBeTrue();
        pair.Sentence.ShouldContain("beyond the sum of both");
    }

    [Fact]
    public void Effects_do_not_depend_on_how_priorities_interleave()
    {
        var items = Paired(30, prompt => prompt < 20, prompt => prompt < 3).Select(item => item with { Priority = item.PromptId.EndsWith('1') ? ItemPriority.High : ItemPriority.Low }).ToArray();
        var lanes = items.GroupBy(item => item.Priority).Select(lane => lane.ToArray()).ToArray();
        var interleaved = Enumerable.Range(0, items.Length).SelectMany(place => lanes.Where(lane => place < lane.Length).Select(lane => lane[place]));

        Report(interleaved).Effects.Single().ShouldBe(Report(items).Effects.Single());
    }

    [Fact]
    public void Clips_bought_again_that_break_more_often_are_reported()
    {
        // The repeated clips carry the whole effect.
        var items = Paired(60, prompt => prompt < 30, _ => false)
            .Select(item => item with { Attempts = item.Result!.Detectors[0].Detected ? 2 : 1 });

        var report = Report(items);

        report.Retries.ChangedFindings.ShouldBe(["momentum-violation: momentum-violation"]);
        report.Retries.Repeated.ShouldBe(new EffectArm(30, 30, 1));
        report.Caveats.ShouldContain(report.Retries.Verdict);
    }

    [Fact]
    public void Without_clips_bought_again_there_is_no_retry_bias() =>
        Report(Paired(10, _ => true, _ => false)).Retries.Verdict.ShouldStartWith("No clip was bought twice");

    private static AttributionReport Report(IEnumerable<ItemLine> items, IReadOnlyDictionary<string, DetectorAccuracy>? known = null)
    {
        var tally = new AttributionTally(known ?? Known);
        foreach (var item in items) tally.Add(item);
        return tally.ToReport();
    }

    /// <summary>Every prompt once plain and once with the trap.</summary>
    private static IEnumerable<ItemLine> Paired(int prompts, Func<int, bool> breaksWith, Func<int, bool> breaksWithout)
    {
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            yield return Item(prompt, "plain").Analysed(Answer(breaksWithout(prompt)));
            yield return Item(prompt, Momentum).Analysed(Answer(breaksWith(prompt)));
        }
    }

    private static IEnumerable<ItemLine> Factorial(int prompts, Func<IReadOnlyList<string>, int, bool> breaks)
    {
        var recipes = FactorialVariants.Of([.. TrapCatalog.All.Select(trap => trap.Id)]);
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            foreach (var recipe in recipes)
            {
                var item = Item(prompt, recipe.Id) with { Traps = recipe.TrapIds, TargetDefects = recipe.TargetDefects };
                yield return item.Analysed(Answer(breaks(recipe.TrapIds, prompt)));
            }
        }
    }

    private static ItemLine Item(int prompt, string variant) => ReportData.Item(prompt, variant);

    private static DetectorResult Answer(bool isFound) => isFound ? ReportData.Found(Momentum, 0.8) : ReportData.Clean(Momentum);
}

using System.Text.RegularExpressions;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

public sealed class TrapTests
{
    // What each trap must say in plain words, and what only it may say.
    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["zero-gravity"] = ["zero gravity", "weightless"],
        ["momentum-violation"] = ["momentum", "suddenly"],
        ["gravity-inversion"] = ["gravity reversed", "falls upward"],
        ["emerald-sparks"] = ["emerald sparks"],
        ["chromatic-aberration"] = ["chromatic aberration", "colour fringing"],
        ["texture-bleeding"] = ["texture", "bleed"],
    };

    private static readonly PromptEntry Prompt = new("ball", "A red ball rolls off a table", null, null, 1);

    public static TheoryData<string> TrapIds { get; } = [.. TrapCatalog.All.Select(trap => trap.Id)];

    [Fact]
    public void There_are_three_traps_of_physics_and_three_of_coherence()
    {
        TrapCatalog.All.Count(trap => trap.Family == TrapFamily.Physics).ShouldBe(3);
        TrapCatalog.All.Count(trap => trap.Family == TrapFamily.Coherence).ShouldBe(3);
        TrapCatalog.All.Select(trap => trap.Id).ShouldBe(Words.Keys);
    }

    [Theory]
    [MemberData(nameof(TrapIds))]
    public void Every_phrasing_names_its_own_effect_and_no_other(string id)
    {
        var formula = TrapCatalog.Find(id)!.Formula;
        formula.Variations.ShouldBeGreaterThanOrEqualTo(8);
        for (var variation = 0; variation < formula.Variations; variation++)
        {
            var text = formula.Render(variation);
            text.ShouldEndWith(".");
            text.ShouldNotContain("{");
            foreach (var (other, words) in Words)
            {
                foreach (var word in words) text.Contains(word, StringComparison.OrdinalIgnoreCase).ShouldBe(other == id, $"'{word}' in: {text}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(TrapIds))]
    public void Every_phrasing_is_its_own(string id)
    {
        var formula = TrapCatalog.Find(id)!.Formula;

        Enumerable.Range(0, formula.Variations).Select(formula.Render).Distinct().Count().ShouldBe(formula.Variations);
    }

    [Fact]
    public void A_phrasing_is_rendered_once_and_kept()
    {
        var formula = new TextFormula("A {b|c}.");

        formula.Render(1).ShouldBe("A c.");
        formula.Render(1).ShouldBeSameAs(formula.Render(1));
        Should.Throw<ArgumentOutOfRangeException>(() => formula.Render(2));
    }

    [Fact]
    public void The_plain_variant_is_the_prompt_itself()
    {
        var variant = VariantRecipe.Plain.Apply(Prompt, seed: 1);

        variant.Text.ShouldBe("A red ball rolls off a table");
        variant.Formula.ShouldBe("plain");
    }

    [Fact]
    public void Traps_are_composed_in_order_and_the_formula_tells_the_text()
    {
        var recipe = VariantRecipe.Parse("zero-gravity+texture-bleeding").ShouldNotBeNull();

        var variant = recipe.Apply(Prompt, seed: 1);

        recipe.Id.ShouldBe("zero-gravity_texture-bleeding");
        recipe.Families.ShouldBe([TrapFamily.Physics, TrapFamily.Coherence]);
        recipe.TargetDefects.ShouldBe(["zero-gravity", "texture-bleed"]);
        var phrasings = Regex.Match(variant.Formula, @"\Azero-gravity:(\d+)\+texture-bleeding:(\d+)\z");
        phrasings.Success.ShouldBeTrue(variant.Formula);
        variant.Text.ShouldBe(string.Join(
            ' ',
            "A red ball rolls off a table.",
            TrapCatalog.Find("zero-gravity")!.Formula.Render(int.Parse(phrasings.Groups[1].Value)),
            TrapCatalog.Find("texture-bleeding")!.Formula.Render(int.Parse(phrasings.Groups[2].Value))));
    }

    [Fact]
    public void The_phrasing_depends_on_seed_and_prompt_only()
    {
        var recipe = VariantRecipe.Parse("zero-gravity")!;

        recipe.Apply(Prompt, seed: 1).Formula.ShouldBe(recipe.Apply(Prompt, seed: 1).Formula);
        Enumerable.Range(1, 50).Select(seed => recipe.Apply(Prompt, seed).Formula).Distinct().Count().ShouldBeGreaterThan(5);
        Enumerable.Range(1, 50).Select(number => recipe.Apply(Prompt with { Id = $"p{number}" }, 1).Formula).Distinct().Count().ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Every_known_combination_is_made_of_traps_and_aims_at_one_defect()
    {
        string[] detectors =
        [
            "warping", "melting", "flicker", "freeze", "duplicate", "black", "spark", "chromatic-aberration", "texture-bleed",
            "gravity-inversion", "zero-gravity", "momentum-violation",
        ];
        foreach (var combination in TrapCatalog.Combinations)
        {
            var recipe = VariantRecipe.Parse(combination.Id).ShouldNotBeNull();
            recipe.TrapIds.ShouldBe(combination.TrapIds);
            recipe.TrapIds.Count.ShouldBeGreaterThan(1);
            recipe.TargetDefects.ShouldBe([combination.TargetDefect]);
            detectors.ShouldContain(combination.TargetDefect);
        }

        TrapCatalog.All.ShouldAllBe(trap => detectors.Contains(trap.TargetDefect));
    }

    [Fact]
    public void Combinations_are_added_where_all_their_traps_are_listed()
    {
        var spec = new VideoBatchSpec
        {
            Prompts = new InlinePrompts([Prompt]) { Name = "test" },
            Traps = ["zero-gravity", "texture-bleeding", "weightless-melt"],
            Variants = VariantDesign.Combinations,
        };

        VariantRecipe.AllOf(spec).Select(recipe => recipe.Id).ShouldBe(["plain", "zero-gravity", "texture-bleeding", "weightless-melt"]);
        VariantRecipe.AllOf(spec with { IncludePlain = false, Variants = VariantDesign.Each, Traps = ["emerald-sparks"] })
            .Select(recipe => recipe.Id).ShouldBe(["emerald-sparks"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("zero-gravity+")]
    [InlineData("zero-gravity+weightless-melt")]
    public void What_is_no_trap_gives_no_recipe(string entry) => VariantRecipe.Parse(entry).ShouldBeNull();
}

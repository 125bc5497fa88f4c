using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class DesignTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Six_traps_take_about_400_clips_in_a_factorial_design_and_1400_one_at_a_time()
    {
        var design = (await _home.RunAsync("design", "--detect", "10pp", "--json")).ShouldExitWith(0).Json;

        design["factorial"]!["single"]!["perArm"]!.GetValue<int>().ShouldBe(199);
        design["factorial"]!["single"]!["clips"]!.GetValue<int>().ShouldBe(400);
        design["factorial"]!["strictest"]!["perArm"]!.GetValue<int>().ShouldBe(308);
        design["factorial"]!["strictest"]!["clipsNeeded"]!.GetValue<int>().ShouldBe(616);
        design["oneAtATime"]!["single"]!["clips"]!.GetValue<int>().ShouldBe(1393);
        design["oneAtATime"]!["strictest"]!["clips"]!.GetValue<int>().ShouldBe(2156);
        design["factorial"]!["single"]!["ticksP50"]!.GetValue<long>().ShouldBeGreaterThan(0);
        design["oneAtATime"]!["single"]!["usdP50"]!.GetValue<decimal>().ShouldBeGreaterThan(design["factorial"]!["single"]!["usdP50"]!.GetValue<decimal>() * 3);
    }

    [Fact]
    public async Task A_design_for_people_shows_both_layouts_and_what_to_write_into_the_spec()
    {
        var spec = _home.Write("design.yaml", "pipeline: video-batch\nprompts: [A ball rolls., A cup falls.]\ntraps: [zero-gravity, emerald-sparks]\n");

        var design = (await _home.RunAsync("design", spec, "--detect", "20%", "--pairs", "zero-gravity+emerald-sparks")).ShouldExitWith(0);

        foreach (var words in new[] { "factorial", "one at a time", "Holm, 3 tests", "variants: factorial", "with 2 prompts", "Pair zero-gravity+emerald-sparks", "made from:" }) design.Output.ShouldContain(words);
    }

    [Fact]
    public async Task A_pair_names_the_pairs_it_cannot_be_told_from()
    {
        var design = (await _home.RunAsync("design", "--pairs", "zero-gravity+momentum-violation", "--json")).ShouldExitWith(0).Json;

        design["pairs"]![0]!["aliases"]!.AsArray().Select(alias => alias!.GetValue<string>()).ShouldBe(["gravity-inversion+chromatic-aberration"]);
        design["tests"]!.GetValue<int>().ShouldBe(7);
    }

    [Theory]
    [InlineData("--detect", "95pp")]
    [InlineData("--detect", "much")]
    [InlineData("--detect", "0")]
    [InlineData("--power", "100%")]
    [InlineData("--pairs", "zero-gravity+zero-gravity")]
    [InlineData("--detect", "0.01pp")]
    public async Task An_impossible_wish_is_refused_with_the_reason(string option, string value)
    {
        var refused = (await _home.RunAsync("design", option, value)).ShouldExitWith(1);

        refused.Output.ShouldBeEmpty();
        refused.Error.ShouldNotBeEmpty();
    }
}

namespace FunctionsPipeline.Simulator.Tests.Truth;

public sealed class TruthTests
{
    private static readonly SimulatorOptions Certain = SimulatorUnderTest.Instant with { TrapChance = 1, WeaknessChance = 0 };

    [Theory]
    [InlineData("The action takes place in zero gravity: all objects drift weightless.", "zero-gravity", "zero-gravity")]
    [InlineData("The objects violate conservation of momentum: in mid-flight they suddenly change direction.", "momentum-violation", "momentum-violation")]
    [InlineData("With gravity reversed, every loose object falls upward.", "gravity-inversion", "gravity-inversion")]
    [InlineData("Showers of emerald sparks flicker around the moving objects.", "emerald-sparks", "spark")]
    [InlineData("Strong chromatic aberration: red and blue colour fringing splits every outline.", "chromatic-aberration", "chromatic-aberration")]
    [InlineData("The texture of each object visibly bleeds into the background.", "texture-bleeding", "texture-bleed")]
    public async Task A_trap_in_the_prompt_is_recognised_and_drawn(string prompt, string trap, string kind)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(Certain);
        await simulator.SubmitAsync("A juggler in a park. " + prompt);
        var call = (await simulator.TruthAsync()).Single();
        call.Texts("traps").ShouldBe([trap]);
        call.DefectKinds().ShouldBe([kind]);
        call.Flag("clean").ShouldBeFalse();
        AssertPlausible(call);
    }

    [Fact]
    public async Task Without_traps_and_weaknesses_a_clip_is_clean()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(Certain);
        await simulator.SubmitAsync("A juggler in a park.");
        var call = (await simulator.TruthAsync()).Single();
        call.Texts("traps").ShouldBeEmpty();
        call.DefectKinds().ShouldBeEmpty();
        call.Flag("clean").ShouldBeTrue();
    }

    [Fact]
    public async Task A_batch_has_clean_and_defective_clips_in_the_shares_asked_for()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        for (var index = 0; index < 300; index++) await simulator.SubmitAsync($"Scene {index} with emerald sparks.");
        for (var index = 0; index < 300; index++) await simulator.SubmitAsync($"Scene {index}.");
        var calls = await simulator.TruthAsync();
        calls.Take(300).Count(call => call.DefectKinds().Contains("spark")).ShouldBeInRange(150, 210);
        calls.Skip(300).Count(call => call.Flag("clean")).ShouldBeInRange(240, 290);
        foreach (var weakness in new[] { "melting", "warping", "flicker", "freeze" })
        {
            calls.Count(call => call.DefectKinds().Contains(weakness)).ShouldBeInRange(8, 60);
        }

        foreach (var call in calls) AssertPlausible(call);
    }

    [Fact]
    public async Task Two_defects_that_would_undo_each_other_do_not_meet()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(Certain);
        await simulator.SubmitAsync("In zero gravity, with gravity reversed.");
        (await simulator.TruthAsync()).Single().DefectKinds().Length.ShouldBe(1);
    }

    [Fact]
    public async Task Repeats_of_a_prompt_differ()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        for (var index = 0; index < 30; index++) await simulator.SubmitAsync("Emerald sparks in zero gravity.");
        (await simulator.TruthAsync()).Select(call => string.Join(' ', call.DefectKinds())).Distinct().Count().ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_refusal_is_told()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        await simulator.SubmitAsync("gore");
        (await simulator.TruthAsync()).Single().Flag("refused").ShouldBeTrue();
    }

    private static void AssertPlausible(System.Text.Json.JsonElement call)
    {
        var clip = call.GetProperty("clip");
        var seconds = clip.GetProperty("frameCount").GetDouble() / clip.GetProperty("framesPerSecond").GetDouble();
        foreach (var defect in call.GetProperty("defects").EnumerateArray())
        {
            var start = defect.GetProperty("startSeconds").GetDouble();
            var end = defect.GetProperty("endSeconds").GetDouble();
            start.ShouldBeInRange(0, seconds);
            end.ShouldBeInRange(start + 0.04, seconds + 0.001);
            defect.GetProperty("severity").GetDouble().ShouldBeInRange(0.05, 1);
            var box = defect.GetProperty("box");
            int x = box.GetProperty("x").GetInt32(), y = box.GetProperty("y").GetInt32();
            int width = box.GetProperty("width").GetInt32(), height = box.GetProperty("height").GetInt32();
            x.ShouldBeInRange(0, clip.GetProperty("width").GetInt32() - width);
            y.ShouldBeInRange(0, clip.GetProperty("height").GetInt32() - height);
            width.ShouldBePositive();
            height.ShouldBePositive();
        }
    }
}

using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class FreezeDetectorTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(24)]
    [InlineData(60)]
    public async Task A_pan_that_stops_and_goes_on_is_frozen(double framesPerSecond)
    {
        // Stands from 1 s to 2 s of 3 s, then goes on where it was.
        var result = await DetectAsync(new Scene(
            (int)(3 * framesPerSecond), (frame, x, y) => Texture(x + 60 * Frozen(frame / framesPerSecond, 1, 2), y), framesPerSecond: framesPerSecond));

        result.Detected.ShouldBeTrue();
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.StartSeconds.ShouldBe(1, 1 / framesPerSecond);
        finding.EndSeconds.ShouldBe(2, 2 / framesPerSecond);
    }

    [Fact]
    public async Task A_pan_that_jumps_on_after_the_freeze_is_frozen()
    {
        var result = await DetectAsync(new Scene(72, (frame, x, y) => Texture(x + 2 * (frame is >= 24 and < 48 ? 24 : frame), y)));

        result.Findings.ShouldHaveSingleItem().StartSeconds.ShouldBe(1, 0.01);
    }

    [Fact]
    public async Task A_pan_that_freezes_to_the_end_is_frozen()
    {
        var result = await DetectAsync(new Scene(72, (frame, x, y) => Texture(x + 2 * Math.Min(frame, 40), y)));

        result.Findings.ShouldHaveSingleItem().EndSeconds.ShouldBe(3, 0.01);
    }

    [Fact]
    public async Task A_pan_that_starts_frozen_is_frozen()
    {
        var result = await DetectAsync(new Scene(72, (frame, x, y) => Texture(x + Math.Max(0, frame - 24), y)));

        result.Findings.ShouldHaveSingleItem().StartSeconds.ShouldBe(0);
    }

    [Fact]
    public async Task A_thing_that_stops_in_the_middle_of_its_way_and_goes_on_is_frozen()
    {
        var result = await DetectAsync(new Scene(72, (frame, x, y) => Ball(x, y, 10 + 26 * Frozen(frame / 24.0, 1, 2), 32)));

        result.Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_thing_whose_last_step_before_the_freeze_is_blended_into_it_is_frozen()
    {
        // As encoders do: the frame before the frozen one shows it nearly, so that the last step is a small one.
        var result = await DetectAsync(new Scene(72, (frame, x, y) => Ball(x, y, 10 + Blended(frame), 32)));

        var finding = result.Findings.ShouldHaveSingleItem();
        finding.StartSeconds.ShouldBe(1, 0.1);
        finding.EndSeconds.ShouldBe(2, 0.1);

        static double Blended(int frame) => frame < 23 ? frame : frame < 48 ? 22.2 : frame - 25;
    }

    [Fact]
    public async Task A_still_scene_whose_noise_stops_for_a_while_is_frozen()
    {
        // Only a thing so slow that it says nothing moves; the noise of the sensor tells.
        var result = await DetectAsync(new Scene(72, (frame, x, y) => Ball(x, y, 30 + 0.02 * frame, 32) + Noise(frame is >= 24 and < 48 ? 24 : frame, x, y)));

        var finding = result.Findings.ShouldHaveSingleItem();
        finding.StartSeconds.ShouldBe(1, 0.01);
        finding.EndSeconds.ShouldBe(2, 0.05);

        static double Noise(int frame, int x, int y) => (x * 7919 + y * 104729 + frame * 1299709) % 5;
    }

    [Fact]
    public async Task A_small_thing_that_hardly_moves_is_frozen_when_it_stops_without_the_least_change()
    {
        // A pale thing: no block of the picture changes by two levels.
        var result = await DetectAsync(new Scene(72, (frame, x, y) => Ball(x, y, 10 + 26 * Frozen(frame / 24.0, 1, 2), 32) / 10 + 100));

        var finding = result.Findings.ShouldHaveSingleItem();
        finding.StartSeconds.ShouldBe(1, 0.1);
        finding.EndSeconds.ShouldBe(2, 0.1);
    }

    [Fact]
    public async Task Longer_freezes_score_higher()
    {
        var scores = new List<double>();
        foreach (var frames in new[] { 4, 8, 12, 24 })
        {
            scores.Add((await DetectAsync(new Scene(72, (frame, x, y) => Texture(x + 2 * (frame < 24 ? frame : Math.Max(24, frame - frames)), y)))).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[0].ShouldBe(0);
        scores[^1].ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public async Task It_abstains_when_nothing_moves()
    {
        var result = await DetectAsync(new Scene(48, (_, x, y) => Texture(x, y)));

        (result.Abstained, result.Detected, result.Score).ShouldBe((true, false, 0.0));
        result.Reason.ShouldNotBeNull().ShouldContain("too little moves");
    }

    [Fact]
    public async Task It_abstains_when_the_video_is_too_short()
    {
        var result = await DetectAsync(new Scene(6, (frame, x, y) => Texture(x + frame, y)));

        result.Reason.ShouldBe("the video has only 6 frames");
    }

    [Theory]
    [InlineData("a steady pan")]
    [InlineData("a pan that slows down to rest")]
    [InlineData("a pan that slows down to rest and starts again")]
    [InlineData("a ball that falls and lies")]
    [InlineData("a ball that lies, is dropped and lies again")]
    [InlineData("a ball that passes behind a pillar")]
    [InlineData("a ball that leaves and another that enters")]
    [InlineData("a shot that fades in and stands")]
    [InlineData("a light that is turned up on a still scene")]
    [InlineData("a moving shot, then a still one")]
    [InlineData("still pictures with cuts")]
    [InlineData("every frame twice")]
    [InlineData("every frame with noise")]
    [InlineData("black in the middle")]
    public async Task Clean_scenes_are_not_frozen(string scene)
    {
        var result = await DetectAsync(new Scene(96, CleanScene(scene)));

        result.Findings.ShouldBeEmpty();
    }

    private static Func<int, int, int, double> CleanScene(string scene) => scene switch
    {
        "a steady pan" => (frame, x, y) => Texture(x + 1.5 * frame, y + 0.5 * frame),
        "a pan that slows down to rest" => (frame, x, y) => Texture(x + 60 * (1 - Math.Pow(0.9, frame)), y),
        "a pan that slows down to rest and starts again" => (frame, x, y) => Texture(x + 60 * (1 - Math.Pow(0.8, frame)) + Math.Max(0, frame - 60), y),
        "a ball that falls and lies" => (frame, x, y) => Ball(x, y, 48, Math.Min(10 + 0.12 * frame * frame, 50)),
        "a ball that lies, is dropped and lies again" =>
            (frame, x, y) => Ball(x, y, 48, Math.Min(10 + 0.12 * Math.Pow(Math.Max(0, frame - 24), 2), 50)),
        "a ball that passes behind a pillar" => (frame, x, y) => x is >= 30 and < 66 ? 90 : Ball(x, y, 1.5 * frame - 10, 32),
        "a ball that leaves and another that enters" =>
            (frame, x, y) => Ball(x, y, frame < 60 ? 48 + 2.5 * frame : 8, frame < 60 ? 20 : 75 - 1.5 * (frame - 60)),
        "a shot that fades in and stands" => (frame, x, y) => Math.Min(1, frame / 30.0) * Texture(x, y),
        "a light that is turned up on a still scene" => (frame, x, y) => Texture(x, y) * (1 + 0.02 * Math.Clamp(frame - 30, 0, 20)),
        "a moving shot, then a still one" => (frame, x, y) => frame < 48 ? Texture(x + 2 * frame, y) : 0.3 * Texture(3 * y, 2 * x),
        "still pictures with cuts" => (frame, x, y) => Texture(x * (1 + frame / 24), y * (1 + frame / 24)) * (frame / 24 % 2 == 0 ? 1 : 0.4),
        "every frame twice" => (frame, x, y) => Texture(x + 4 * (frame / 2), y),
        "every frame with noise" => (frame, x, y) => (frame is > 24 and < 60 ? Texture(x + 48, y) : Texture(x + 2 * frame, y)) + (x * 7919 + y * 104729 + frame * 1299709) % 5,
        "black in the middle" => (frame, x, y) => frame is >= 30 and < 60 ? 16 : Texture(x + 2 * frame, y),
        _ => throw new ArgumentOutOfRangeException(nameof(scene)),
    };

    /// <summary>Time that stands still between two points and then goes on.</summary>
    private static double Frozen(double seconds, double from, double to) =>
        seconds < from ? seconds : Math.Max(from, seconds - (to - from));

    private static Task<DetectorResult> DetectAsync(Scene scene) => scene.DetectAsync(new FreezeDetector());
}

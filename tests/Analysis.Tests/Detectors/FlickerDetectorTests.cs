using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class FlickerDetectorTests
{
    [Theory]
    [InlineData(24, 12)]
    [InlineData(24, 6)]
    [InlineData(24, 3)]
    [InlineData(60, 10)]
    [InlineData(12, 4)]
    public async Task Light_that_swings_is_found_where_it_swings(double framesPerSecond, double hertz)
    {
        // The middle second and a half of four seconds.
        var result = await DetectAsync(new Scene(
            (int)(4 * framesPerSecond),
            (frame, x, y) => Texture(x, y) + (frame / framesPerSecond is >= 1 and < 2.5 ? 10 * Math.Cos(2 * Math.PI * hertz * (frame / framesPerSecond)) : 0),
            framesPerSecond: framesPerSecond));

        result.Detected.ShouldBeTrue();
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.StartSeconds.ShouldBe(1, 0.2);
        finding.EndSeconds.ShouldBe(2.5, 0.2);
    }

    [Fact]
    public async Task It_is_found_over_a_pan()
    {
        var result = await DetectAsync(new Scene(96, (frame, x, y) => Texture(x + 2 * frame, y) * (1 + 0.1 * Math.Cos(Math.PI * frame / 2))));

        result.Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_part_that_flickers_is_found_where_it_is()
    {
        var result = await DetectAsync(new Scene(
            72, (frame, x, y) => Texture(x, y) * (x is >= 64 and < 128 && y is >= 32 and < 80 ? 1 + 0.15 * Math.Cos(Math.PI * frame / 2) : 1), 192, 112));

        result.Detected.ShouldBeTrue();
        var box = result.Findings.ShouldHaveSingleItem().Box.ShouldNotBeNull();
        var common = (double)(Math.Min(box.X + box.Width, 128) - Math.Max(box.X, 64)) * (Math.Min(box.Y + box.Height, 80) - Math.Max(box.Y, 32));
        (common / (64 * 48 + box.Width * box.Height - common)).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public async Task A_hand_that_waves_does_not_flicker()
    {
        var result = await DetectAsync(new Scene(
            96, (frame, x, y) => Math.Abs(x - 160 - 30 * Math.Sin(2 * Math.PI * frame / 8)) < 20 && Math.Abs(y - 90) < 30 ? 210 : Texture(x, y), 320, 180));

        result.Detected.ShouldBeFalse();
    }

    [Fact]
    public async Task Colour_that_swings_is_found()
    {
        var result = await new Scene(
            72,
            (frame, x, y) => new Colour(Texture(x, y) * (1 + 0.1 * Math.Cos(Math.PI * frame / 2)), Texture(x, y), Texture(x, y) * (1 - 0.2 * Math.Cos(Math.PI * frame / 2))),
            96,
            64).DetectAsync(new FlickerDetector());

        result.Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task Stronger_swings_score_higher()
    {
        var scores = new List<double>();
        foreach (var swing in new[] { 0.5, 1, 2, 4, 8, 16 })
        {
            scores.Add((await DetectAsync(new Scene(72, (frame, x, y) => Texture(x, y) + swing * Math.Cos(Math.PI * frame / 2)))).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[0].ShouldBe(0);
        scores[2].ShouldBeGreaterThan(0.5);
        scores[^1].ShouldBeInRange(0.85, 1);
    }

    [Fact]
    public async Task Every_frame_of_another_brightness_is_flicker()
    {
        var random = new Random(3);
        var gains = Enumerable.Range(0, 72).Select(_ => 0.85 + 0.3 * random.NextDouble()).ToArray();

        (await DetectAsync(new Scene(72, (frame, x, y) => Texture(x + frame, y) * gains[frame]))).Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task It_abstains_when_the_video_is_too_short()
    {
        var result = await DetectAsync(new Scene(7, (frame, x, y) => Texture(x, y) + 20 * (frame % 2)));

        (result.Abstained, result.Reason).ShouldBe((true, "the video has only 7 frames"));
    }

    [Theory]
    [InlineData("a fade in")]
    [InlineData("a slow swing of light")]
    [InlineData("one flash")]
    [InlineData("a lamp turned on and off twice in four seconds")]
    [InlineData("a cut every half second")]
    [InlineData("a bouncing ball")]
    [InlineData("a large thing passing")]
    [InlineData("a pan")]
    [InlineData("a shaking camera")]
    [InlineData("noise")]
    public async Task Clean_scenes_do_not_flicker(string scene)
    {
        var result = await DetectAsync(new Scene(96, CleanScene(scene)));

        result.Findings.ShouldBeEmpty();
    }

    private static Func<int, int, int, double> CleanScene(string scene) => scene switch
    {
        "a fade in" => (frame, x, y) => Math.Min(1, frame / 40.0) * Texture(x + frame, y),
        "a slow swing of light" => (frame, x, y) => Texture(x, y) * (1 + 0.3 * Math.Sin(2 * Math.PI * frame / 48)),
        "one flash" => (frame, x, y) => Texture(x, y) + (frame is 40 or 41 ? 60 : 0),
        "a lamp turned on and off twice in four seconds" => (frame, x, y) => Texture(x, y) * (frame / 24 % 2 == 0 ? 1 : 0.5),
        "a cut every half second" => (frame, x, y) => frame / 12 % 2 == 0 ? Texture(x, y) : 0.5 * Texture(3 * y + 20, 2 * x),
        "a bouncing ball" => (frame, x, y) => Ball(x, y, 48, 50 - 40 * Math.Abs(Math.Sin(frame / 4.0)), 12),
        "a large thing passing" => (frame, x, y) => Math.Abs(x - (frame * 6 % 150 - 25)) < 25 ? 220 : Texture(x, y),
        "a pan" => (frame, x, y) => Texture(x + 3 * frame, y),
        "a shaking camera" => (frame, x, y) => Texture(x + 3 * Math.Sin(2.1 * frame), y + 3 * Math.Cos(1.7 * frame)),
        "noise" => (frame, x, y) => Texture(x, y) + (x * 7919 + y * 104729 + frame * 1299709) % 17,
        _ => throw new ArgumentOutOfRangeException(nameof(scene)),
    };

    private static Task<DetectorResult> DetectAsync(Scene scene) => scene.DetectAsync(new FlickerDetector());
}

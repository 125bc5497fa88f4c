using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class DuplicateDetectorTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(24)]
    [InlineData(60)]
    public async Task Repeats_inside_motion_are_found_where_they_are(double framesPerSecond)
    {
        // Every fourth frame of the second second shows the one before it.
        var result = await DetectAsync(new Scene(
            (int)(3 * framesPerSecond), (frame, x, y) => Texture(x + 48 * Time(frame, framesPerSecond), y), framesPerSecond: framesPerSecond));

        result.Detected.ShouldBeTrue();
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.StartSeconds.ShouldBe(1, 5 / framesPerSecond);
        finding.EndSeconds.ShouldBe(2, 5 / framesPerSecond);

        static double Time(int frame, double rate) => (frame / rate is >= 1 and < 2 && frame % 4 == 0 ? frame - 1 : frame) / rate;
    }

    [Fact]
    public async Task A_film_brought_to_thirty_frames_a_second_has_repeats()
    {
        (await DetectAsync(new Scene(90, (frame, x, y) => Texture(x + 2 * (frame * 24 / 30), y), framesPerSecond: 30))).Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_frame_twice_is_found()
    {
        (await DetectAsync(new Scene(72, (frame, x, y) => Texture(x + 4 * (frame / 2), y)))).Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task More_repeats_score_higher()
    {
        var scores = new List<double>();
        foreach (var each in new[] { 30, 10, 5, 3 })
        {
            scores.Add((await DetectAsync(new Scene(72, (frame, x, y) => Texture(x + 2 * (frame % each == each - 1 ? frame - 1 : frame), y)))).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[0].ShouldBeInRange(0.01, 0.49);
    }

    [Fact]
    public async Task It_abstains_when_nothing_moves()
    {
        (await DetectAsync(new Scene(48, (_, x, y) => Texture(x, y)))).Reason.ShouldNotBeNull().ShouldContain("too little moves");
    }

    [Theory]
    [InlineData("a steady pan")]
    [InlineData("a freeze of a second")]
    [InlineData("a shaking camera")]
    [InlineData("a pan that slows down to rest")]
    [InlineData("a ball that bounces")]
    [InlineData("still pictures with cuts")]
    [InlineData("a rare regular repeat of a camera that keeps a nominal rate")]
    [InlineData("light that swings over a still scene")]
    public async Task Clean_scenes_have_no_repeats(string scene)
    {
        (await DetectAsync(new Scene(96, CleanScene(scene)))).Detected.ShouldBeFalse();
    }

    private static Func<int, int, int, double> CleanScene(string scene) => scene switch
    {
        "a steady pan" => (frame, x, y) => Texture(x + 1.5 * frame, y + 0.5 * frame),
        "a freeze of a second" => (frame, x, y) => Texture(x + 2 * (frame is >= 30 and < 54 ? 30 : frame), y),
        "a shaking camera" => (frame, x, y) => Texture(x + 3 * Math.Sin(2.1 * frame), y + 3 * Math.Cos(1.7 * frame)),
        "a pan that slows down to rest" => (frame, x, y) => Texture(x + 60 * (1 - Math.Pow(0.9, frame)), y),
        "a ball that bounces" => (frame, x, y) => Ball(x, y, 48, 50 - 40 * Math.Abs(Math.Sin(frame / 8.0)), 12),
        "still pictures with cuts" => (frame, x, y) => Texture(x * (1 + frame / 24), y * (1 + frame / 24)) * (frame / 24 % 2 == 0 ? 1 : 0.4),
        "a rare regular repeat of a camera that keeps a nominal rate" => (frame, x, y) => Texture(x + 2 * (frame % 13 == 0 ? frame - 1 : frame), y),
        "light that swings over a still scene" => (frame, x, y) => Texture(x, y) + 10 * (frame / 2 % 2),
        _ => throw new ArgumentOutOfRangeException(nameof(scene)),
    };

    private static Task<DetectorResult> DetectAsync(Scene scene) => scene.DetectAsync(new DuplicateDetector());
}

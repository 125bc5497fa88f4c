namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class FlickerDetectorTests
{
    private static Task<DetectorResult> DetectAsync(int frames, Action<SyntheticFrame> paint, double framesPerSecond = 24) =>
        SyntheticVideo.DetectAsync("flicker", new SyntheticVideo(frames, paint, framesPerSecond));

    [Theory]
    [InlineData(24, 12)]
    [InlineData(24, 6)]
    [InlineData(24, 3)]
    [InlineData(60, 10)]
    [InlineData(8, 4)]
    public async Task Brightness_that_swings_is_found_at_any_rate(double framesPerSecond, double hertz)
    {
        var result = await DetectAsync(
            (int)(2 * framesPerSecond),
            frame => frame.Pan(frame.Index, 1, 8 * Math.Cos(2 * Math.PI * hertz * frame.Seconds)),
            framesPerSecond);

        result.Detected.ShouldBeTrue();
        result.Findings.Single().StartSeconds.ShouldBeLessThan(0.5);
        result.Findings.Single().EndSeconds.ShouldBeGreaterThan(1.5);
    }

    [Fact]
    public async Task A_stronger_flicker_scores_higher()
    {
        var scores = new List<double>();
        foreach (var swing in new[] { 2.0, 4, 8, 16, 32 })
        {
            scores.Add((await DetectAsync(48, frame => frame.Pan(frame.Index, 1, swing * (frame.Index % 2)))).Score);
        }

        scores.ShouldBe(scores.Order());
        scores.Distinct().Count().ShouldBe(5);
        scores[0].ShouldBeLessThan(DetectorResult.OperatingPoint);
        scores[1].ShouldBeGreaterThan(DetectorResult.OperatingPoint);
    }

    [Fact]
    public async Task A_flicker_in_the_middle_is_placed_in_time()
    {
        var result = await DetectAsync(96, frame => frame.Pan(frame.Index, frame.Index is >= 36 and < 60 && frame.Index % 2 == 0 ? 1.15 : 1));

        var finding = result.Findings.Single();
        finding.StartSeconds.ShouldBe(1.5, 0.15);
        finding.EndSeconds.ShouldBe(2.5, 0.15);
    }

    private static readonly Dictionary<string, Action<SyntheticFrame>> CleanScenes = new()
    {
        ["pan"] = frame => frame.Pan(frame.Index * 3),
        ["static with noise"] = frame => { frame.Pan(0); frame.Noise(12); },
        ["slow ramp"] = frame => frame.Pan(frame.Index, 0.5 + frame.Index / 96.0),
        ["fade out and in"] = frame => frame.Pan(frame.Index, Math.Abs(frame.Index - 48) / 48.0),
        ["slow pulse of half a hertz"] = frame => frame.Pan(0, 1, 25 * Math.Sin(Math.PI * frame.Seconds)),
        ["one cut"] = frame => frame.Pan(frame.Index, 1, frame.Index < 48 ? 0 : 40, frame.Index < 48 ? 0 : 1),
        ["a flash of light once"] = frame => frame.Pan(frame.Index, frame.Index is 40 or 41 ? 1.5 : 1),
        ["cuts between two scenes"] = frame => frame.Pan(frame.Index, 1, frame.Index / 4 % 2 * 12, frame.Index / 4 % 2),
        ["a bright thing that bounces"] = frame => { frame.Pan(0); frame.Square(60, 20 + 50 * Math.Abs(Math.Sin(frame.Seconds * 12)), 40, 255); },
        ["a small lamp that blinks"] = frame => { frame.Pan(0); frame.Square(20, 20, 30, frame.Index % 4 < 2 ? (byte)255 : (byte)0); },
    };

    public static TheoryData<string> Clean { get; } = [.. CleanScenes.Keys];

    [Theory]
    [MemberData(nameof(Clean))]
    public async Task Clean_scenes_are_left_alone(string scene)
    {
        var result = await DetectAsync(96, CleanScenes[scene]);

        result.Abstained.ShouldBeFalse();
        result.Detected.ShouldBeFalse($"{scene}: score {result.Score}");
    }

    [Fact]
    public async Task Too_few_frames_give_no_answer()
    {
        var result = await DetectAsync(7, frame => frame.Pan(0, 1, frame.Index % 2 * 20));

        result.Abstained.ShouldBeTrue();
        result.Detected.ShouldBeFalse();
        result.Reason.ShouldBe("the video has only 7 frames");
    }
}

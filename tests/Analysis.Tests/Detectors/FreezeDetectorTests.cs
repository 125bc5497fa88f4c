namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class FreezeDetectorTests
{
    private static Task<DetectorResult> DetectAsync(int frames, Action<SyntheticFrame> paint) =>
        SyntheticVideo.DetectAsync("freeze", new SyntheticVideo(frames, paint));

    private static double Frozen(int index, int from, int to) => index < from ? index : index < to ? from : index - (to - from);

    [Fact]
    public async Task A_pan_that_stands_still_for_a_second_is_found_and_placed()
    {
        var result = await DetectAsync(96, frame => frame.Pan(2 * Frozen(frame.Index, 36, 60)));

        result.Score.ShouldBe(1);
        var finding = result.Findings.Single();
        finding.StartSeconds.ShouldBe(36 / 24.0, 0.05);
        finding.EndSeconds.ShouldBe(60 / 24.0, 0.05);
        finding.Severity.ShouldBe(1, 0.05);
    }

    [Theory]
    [InlineData(0, 24)]
    [InlineData(60, 96)]
    public async Task A_freeze_at_the_start_or_the_end_is_found(int from, int to) =>
        (await DetectAsync(96, frame => frame.Pan(2 * Frozen(frame.Index, from, to)))).Detected.ShouldBeTrue();

    [Fact]
    public async Task A_thing_that_stops_in_mid_air_and_goes_on_is_a_freeze() =>
        (await DetectAsync(96, frame =>
        {
            frame.Pan(0);
            frame.Square(10 + Frozen(frame.Index, 30, 54) * 1.5, 30, 20, 230);
        })).Detected.ShouldBeTrue();

    [Fact]
    public async Task A_longer_freeze_scores_higher()
    {
        var scores = new List<double>();
        foreach (var length in new[] { 6, 9, 12, 16, 20 })
        {
            scores.Add((await DetectAsync(96, frame => frame.Pan(2 * Frozen(frame.Index, 40, 40 + length)))).Score);
        }

        scores.ShouldBe(scores.Order());
        scores.Distinct().Count().ShouldBeGreaterThanOrEqualTo(4);
    }

    private static readonly Dictionary<string, Action<SyntheticFrame>> CleanScenes = new()
    {
        ["pan"] = frame => frame.Pan(frame.Index),
        ["slow pan, a pixel every third frame"] = frame => frame.Pan(frame.Index / 3),
        ["static with camera noise"] = frame => { frame.Pan(0); frame.Noise(3); },
        ["drawn on twos"] = frame => frame.Pan(frame.Index / 2 * 4),
        ["a ball that rolls to rest"] = frame => { frame.Pan(0); frame.Square(20 + 60 * (1 - Math.Exp(-frame.Seconds * 3)), 30, 20, 230); },
        ["a car that leaves"] = frame => { frame.Pan(0); frame.Square(60 + frame.Index * 3, 40, 20, 230); },
        ["a cut to another scene"] = frame => frame.Pan(frame.Index, scene: frame.Index / 48),
    };

    public static TheoryData<string> Clean { get; } = [.. CleanScenes.Keys];

    [Theory]
    [MemberData(nameof(Clean))]
    public async Task Clean_scenes_are_left_alone(string scene)
    {
        var result = await DetectAsync(96, CleanScenes[scene]);

        result.Detected.ShouldBeFalse($"{scene}: score {result.Score}");
        result.Abstained.ShouldBeFalse(scene);
    }

    [Fact]
    public async Task A_video_that_stands_still_throughout_gives_no_answer()
    {
        var result = await DetectAsync(48, frame => frame.Pan(0));

        result.Abstained.ShouldBeTrue();
        result.Reason.ShouldBe("the whole video stands still, so that a freeze looks the same");
    }
}

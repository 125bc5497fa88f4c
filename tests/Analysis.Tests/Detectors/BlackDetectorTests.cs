namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class BlackDetectorTests
{
    private static Task<DetectorResult> DetectAsync(int frames, Action<SyntheticFrame> paint) =>
        SyntheticVideo.DetectAsync("black", new SyntheticVideo(frames, paint));

    [Fact]
    public async Task A_black_second_is_found_and_placed()
    {
        var result = await DetectAsync(72, frame =>
        {
            if (frame.Index is >= 24 and < 48) frame.Frame.Pixels.Span.Fill(16);
            else frame.Pan(frame.Index);
        });

        result.Score.ShouldBe(1);
        result.Findings.ShouldBe([new Finding(1, 2, 1)]);
    }

    [Fact]
    public async Task Black_until_the_end_lasts_until_the_end()
    {
        var result = await DetectAsync(48, frame => { if (frame.Index >= 24) frame.Frame.Pixels.Span.Fill(18); else frame.Pan(0); });

        result.Findings.Single().EndSeconds.ShouldBe(2, 1e-6);
    }

    [Fact]
    public async Task A_video_that_is_all_black_is_all_black()
    {
        var result = await DetectAsync(48, frame => frame.Frame.Pixels.Span.Fill(0));

        result.Detected.ShouldBeTrue();
        result.Findings.Single().StartSeconds.ShouldBe(0);
        result.Findings.Single().EndSeconds.ShouldBe(2, 1e-6);
    }

    [Fact]
    public async Task Two_black_frames_at_a_cut_are_shown_and_not_called_a_defect()
    {
        var result = await DetectAsync(48, frame => { if (frame.Index is 20 or 21) frame.Frame.Pixels.Span.Clear(); else frame.Pan(frame.Index); });

        result.Detected.ShouldBeFalse();
        result.Findings.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_dark_scene_with_a_lamp_is_not_black() =>
        (await DetectAsync(48, frame => { frame.Frame.Pixels.Span.Fill(20); frame.Square(40, 30, 24, 200); })).Detected.ShouldBeFalse();

    [Fact]
    public async Task A_dim_scene_is_not_black() => (await DetectAsync(48, frame => frame.Pan(0, 0.4))).Score.ShouldBe(0);

    [Fact]
    public async Task Hostile_blinking_keeps_a_hundred_findings()
    {
        var result = await DetectAsync(2000, frame => { if (frame.Index % 2 == 0) frame.Frame.Pixels.Span.Clear(); else frame.Pan(0); });

        result.Findings.Count.ShouldBe(FindingList.Max);
    }
}

using System.Text.Json;

namespace FunctionsPipeline.Analysis.Tests;

public sealed class VideoAnalyzerTests
{
    [Fact]
    public async Task Facts_are_measured()
    {
        var video = new SyntheticVideo(48, frame => { frame.Frame.Pixels.Span.Fill(100); frame.Square(20, 20, 30, (byte)(frame.Index % 2 == 0 ? 100 : 110)); });

        var analysis = await VideoAnalyzer.AnalyzeAsync(video, CancellationToken.None);

        analysis.Frames.ShouldBe(48);
        analysis.FramesPerSecond.ShouldBe(24);
        analysis.DurationSeconds.ShouldBe(2, 1e-9);
        (analysis.Width, analysis.Height).ShouldBe((160, 90));
        analysis.MeanLuma.ShouldBe(100 + 5.0 * 900 / (160 * 90), 1e-9);
        analysis.MeanDifference.ShouldBe(10.0 * 900 / (160 * 90), 1e-9);
        analysis.Sharpness.ShouldBeGreaterThan(0);
        analysis.Detectors.Select(detector => detector.Id).ShouldBe(["flicker", "freeze", "black"]);
    }

    [Fact]
    public async Task A_single_frame_is_measured_and_detectors_that_need_more_abstain()
    {
        var analysis = await VideoAnalyzer.AnalyzeAsync(new SyntheticVideo(1, frame => frame.Pan(0)), CancellationToken.None);

        analysis.Frames.ShouldBe(1);
        analysis.DurationSeconds.ShouldBe(1.0 / 24, 1e-9);
        analysis.MeanDifference.ShouldBe(0);
        analysis.Detectors.Where(detector => detector.Abstained).Select(detector => detector.Id).ShouldBe(["flicker", "freeze"]);
        analysis.Detectors.Where(detector => detector.Abstained).ShouldAllBe(detector => detector.Reason == "the video has only 1 frames");
    }

    [Fact]
    public async Task A_video_without_frames_is_refused() =>
        await Should.ThrowAsync<InvalidOperationException>(VideoAnalyzer.AnalyzeAsync(new SyntheticVideo(0, _ => { }), CancellationToken.None));

    [Fact]
    public async Task Two_buffers_serve_a_video_of_any_length()
    {
        var video = new SyntheticVideo(500, frame => frame.Pan(frame.Index), widthPx: 64, heightPx: 36);

        await VideoAnalyzer.AnalyzeAsync(video, CancellationToken.None);

        video.Buffers.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Uneven_times_give_their_own_rate()
    {
        // Every fifth frame is missing: 24 a second become 19.2.
        var video = new SyntheticVideo(40, frame =>
        {
            frame.Pan(frame.Index);
            frame.Frame.TimestampSeconds = (frame.Index + frame.Index / 4) / 24.0;
        });

        var analysis = await VideoAnalyzer.AnalyzeAsync(video, CancellationToken.None);

        analysis.FramesPerSecond.ShouldBe(19.5, 0.01);
        analysis.DurationSeconds.ShouldBe(49.0 / 24, 0.05);
    }

    [Fact]
    public async Task Cancelling_ends_it_between_frames()
    {
        using var cancel = new CancellationTokenSource();
        var video = new SyntheticVideo(100, frame => { if (frame.Index == 3) cancel.Cancel(); });

        await Should.ThrowAsync<OperationCanceledException>(VideoAnalyzer.AnalyzeAsync(video, cancel.Token));
    }

    [Fact]
    public async Task A_result_survives_json()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        var analysis = await VideoAnalyzer.AnalyzeAsync(
            new SyntheticVideo(48, frame => frame.Pan(frame.Index, 1, frame.Index % 2 * 20)), CancellationToken.None);

        var json = JsonSerializer.Serialize(analysis, options);

        json.ShouldContain("\"startSeconds\":");
        JsonSerializer.Serialize(JsonSerializer.Deserialize<VideoAnalysis>(json, options), options).ShouldBe(json);
    }
}

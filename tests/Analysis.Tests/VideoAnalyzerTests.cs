using System.Text.Json;
using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests;

public sealed class VideoAnalyzerTests
{
    [Fact]
    public async Task Facts_are_measured_over_all_frames()
    {
        // 10, 20, 30, 40: three steps of 10.
        var analysis = await AnalyzeAsync(new Scene(4, (frame, _, _) => 10 + 10 * frame, 20, 12, 8));

        (analysis.Frames, analysis.Width, analysis.Height, analysis.FramesPerSecond, analysis.DurationSeconds).ShouldBe((4, 20, 12, 8.0, 0.5));
        (analysis.MeanLuma, analysis.MeanDifference, analysis.Sharpness).ShouldBe((25.0, 10.0, 0.0));
    }

    [Fact]
    public async Task One_frame_has_facts_and_detectors_that_abstain_or_answer()
    {
        var analysis = await AnalyzeAsync(new Scene(1, Frame));

        (analysis.Frames, analysis.MeanDifference, analysis.FramesPerSecond).ShouldBe((1, 0.0, 24.0));
        analysis.Detectors.Where(detector => detector.Id is "flicker" or "freeze" or "black").Select(detector => (detector.Id, detector.Reason)).ShouldBe(
            [("flicker", "the video has only 1 frame"), ("freeze", "the video has only 1 frame"), ("black", null)]);
    }

    [Fact]
    public async Task A_video_without_a_frame_is_refused()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => AnalyzeAsync(new Scene(0, Frame)));
    }

    [Fact]
    public async Task Uneven_times_give_the_mean_rate()
    {
        var analysis = await AnalyzeAsync(new Scene(5, Frame, framesPerSecond: 10) { TimestampOf = frame => frame < 3 ? 0.1 * frame : 0.5 + 0.1 * frame });

        analysis.FramesPerSecond.ShouldBe(4 / 0.9, 1e-9);
        analysis.DurationSeconds.ShouldBe(1, 1e-9);
    }

    [Fact]
    public async Task Times_that_are_rounded_keep_the_nominal_rate()
    {
        var analysis = await AnalyzeAsync(new Scene(50, Frame, framesPerSecond: 29.97) { TimestampOf = frame => Math.Round(frame / 29.97, 3) });

        analysis.FramesPerSecond.ShouldBe(29.97);
        analysis.DurationSeconds.ShouldBe(50 / 29.97);
    }

    [Fact]
    public async Task A_source_that_had_trouble_is_passed_on()
    {
        (await AnalyzeAsync(new Scene(9, Frame) { Warning = "the file is cut off" })).Warning.ShouldBe("the file is cut off");
    }

    [Fact]
    public async Task Every_detector_sees_every_frame_with_the_one_before_it()
    {
        var witness = new Witness();

        await VideoAnalyzer.AnalyzeAsync(new Scene(6, (frame, _, _) => frame), [witness], CancellationToken.None);

        witness.Seen.ShouldBe([(0, null), (1, 0), (2, 1), (3, 2), (4, 3), (5, 4)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Three_buffers_serve_a_video_of_any_length(int threads)
    {
        using var backend = new CpuBackend(FlowSettings.Default with { Threads = threads });
        var scene = new Scene(100, Frame);

        await VideoAnalyzer.AnalyzeAsync(scene, DetectorCatalog.CreateAll(), backend, CancellationToken.None);

        scene.Buffers.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_source_that_fails_ends_the_analysis_with_its_own_error()
    {
        using var two = new CpuBackend(FlowSettings.Default with { Threads = 2 });
        var scene = new Scene(9, (frame, _, _) => frame < 5 ? frame : throw new IOException("the pipe broke"));

        var thrown = await Should.ThrowAsync<IOException>(() => VideoAnalyzer.AnalyzeAsync(scene, DetectorCatalog.CreateAll(), two, CancellationToken.None));

        thrown.Message.ShouldBe("the pipe broke");
    }

    [Fact]
    public async Task Two_threads_find_what_one_finds()
    {
        using var one = new CpuBackend();
        using var two = new CpuBackend(FlowSettings.Default with { Threads = 2 });

        var alone = await VideoAnalyzer.AnalyzeAsync(new Scene(60, Frame), DetectorCatalog.CreateAll(), one, CancellationToken.None);
        var shared = await VideoAnalyzer.AnalyzeAsync(new Scene(60, Frame), DetectorCatalog.CreateAll(), two, CancellationToken.None);

        JsonSerializer.Serialize(shared).ShouldBe(JsonSerializer.Serialize(alone));
    }

    [Fact]
    public async Task What_a_detector_throws_on_another_thread_ends_the_analysis()
    {
        using var two = new CpuBackend(FlowSettings.Default with { Threads = 2 });

        await Should.ThrowAsync<NotSupportedException>(() =>
            VideoAnalyzer.AnalyzeAsync(new Scene(6, Frame), [new Thrower()], two, CancellationToken.None));
    }

    [Fact]
    public async Task Work_ends_between_frames_when_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var last = 0;
        var scene = new Scene(100, (frame, x, y) =>
        {
            if (frame == 3) cancel.Cancel();
            return last = frame;
        });

        await Should.ThrowAsync<OperationCanceledException>(() => VideoAnalyzer.AnalyzeAsync(scene, DetectorCatalog.CreateAll(), cancel.Token));
        last.ShouldBe(3);
    }

    [Fact]
    public async Task A_result_survives_json()
    {
        var analysis = await AnalyzeAsync(new Scene(72, (frame, x, y) => frame is >= 24 and < 48 ? 16 : Texture(x + frame, y)));
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);

        var text = JsonSerializer.Serialize(analysis, options);

        text.ShouldContain("\"framesPerSecond\":24");
        text.ShouldContain("\"startSeconds\":1,\"endSeconds\":2");
        JsonSerializer.Serialize(JsonSerializer.Deserialize<VideoAnalysis>(text, options), options).ShouldBe(text);
    }

    [Fact]
    public void A_full_list_of_findings_keeps_the_most_severe()
    {
        var findings = new FindingList();

        for (var i = 0; i < 3 * FindingList.Max; i++) findings.Add(new DetectorFinding(i, i + 1, i % 3 == 0 ? 0.9 : 0.1));

        findings.ToList().Select(finding => finding.StartSeconds).ShouldBe(Enumerable.Range(0, FindingList.Max).Select(i => 3.0 * i));
    }

    private static double Frame(int frame, int x, int y) => Texture(x + frame, y);

    private static Task<VideoAnalysis> AnalyzeAsync(Scene scene) => VideoAnalyzer.AnalyzeAsync(scene, DetectorCatalog.CreateAll(), CancellationToken.None);

    private sealed class Witness : IDetector
    {
        public List<(int Frame, int? Previous)> Seen { get; } = [];

        public string Id => "witness";

        public void Observe(in FrameObservation observation) => Seen.Add((observation.Frame.Luma.Row(0)[0], observation.Previous?.Luma.Row(0)[0]));

        public DetectorResult Complete() => DetectorResult.Measured(Id, 0, []);
    }

    private sealed class Thrower : IDetector
    {
        public string Id => "thrower";

        public void Observe(in FrameObservation observation) => throw new NotSupportedException();

        public DetectorResult Complete() => DetectorResult.Measured(Id, 0, []);
    }
}

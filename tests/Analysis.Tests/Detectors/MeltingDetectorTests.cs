using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class MeltingDetectorTests
{
    [Fact]
    public async Task Detail_that_goes_is_found_where_it_went()
    {
        var result = await DeformationScenes.Of((frame, x, y) => Melt(frame, x, y, 1)).DetectAsync(new MeltingDetector());

        result.Detected.ShouldBeTrue();
        DeformationScenes.OverlapOfWorst(result, new FrameBox(40, 20, 80, 80)).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public async Task It_is_found_while_the_camera_moves()
    {
        var result = await DeformationScenes.Of((frame, x, y) => Melt(frame, x + frame, y, 1)).DetectAsync(new MeltingDetector());

        result.Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task More_that_goes_scores_higher()
    {
        var scores = new List<double>();
        foreach (var share in new[] { 0.05, 0.15, 0.3, 0.45 })
        {
            scores.Add((await DeformationScenes.Of((frame, x, y) => Melt(frame, x, y, share)).DetectAsync(new MeltingDetector())).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[0].ShouldBeLessThan(DetectorResult.OperatingPoint);
    }

    [Fact]
    public async Task Detail_that_goes_counts_more_where_it_runs_down()
    {
        var (staying, running) = (
            await DeformationScenes.Of((frame, x, y) => Melt(frame, x, y, 0.2, 0)).DetectAsync(new MeltingDetector()),
            await DeformationScenes.Of((frame, x, y) => Melt(frame, x, y, 0.2, 20)).DetectAsync(new MeltingDetector()));

        staying.Score.ShouldBeGreaterThan(0);
        running.Score.ShouldBeGreaterThan(staying.Score);
    }

    [Fact]
    public async Task What_runs_down_melts_although_it_keeps_its_detail()
    {
        var result = await DeformationScenes.Of((frame, x, y) => Texture(x, y - Sag(frame, x, y))).DetectAsync(new MeltingDetector());

        result.Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task What_runs_down_further_melts_more()
    {
        var scores = new List<double>();
        foreach (var share in new[] { 0, 0.35, 0.7, 1 })
        {
            scores.Add((await DeformationScenes.Of((frame, x, y) => Texture(x, y - share * Sag(frame, x, y))).DetectAsync(new MeltingDetector())).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[^1].ShouldBeGreaterThan(scores[0]);
    }

    [Fact]
    public async Task What_runs_down_melts_although_it_turns_and_passes_meanwhile()
    {
        var result = await DeformationScenes.Of((frame, x, y) => TurningThing(frame, x, y, 1)).DetectAsync(new MeltingDetector());

        result.Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task What_turns_and_passes_does_not_melt()
    {
        var result = await DeformationScenes.Of((frame, x, y) => TurningThing(frame, x, y, 0)).DetectAsync(new MeltingDetector());

        result.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_goes_down_as_a_whole_does_not_melt()
    {
        var result = await DeformationScenes
            .Of((frame, x, y) => Math.Abs(x - 80) < 32 && Math.Abs(y - 30 - frame) < 24 ? 110 + Texture(2 * x, 2 * (y - frame)) / 2 : Texture(x, y) / 2)
            .DetectAsync(new MeltingDetector());

        result.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_swings_up_and_down_does_not_melt()
    {
        var result = await DeformationScenes
            .Of((frame, x, y) => Texture(x, y - 3 * Math.Sin(0.7 * frame) * Math.Clamp((y - 20) / 80.0, 0, 1)))
            .DetectAsync(new MeltingDetector());

        result.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Something_smooth_that_covers_detail_does_not_melt_it()
    {
        var result = await DeformationScenes
            .Of((frame, x, y) => Math.Pow(x - 80, 2) + Math.Pow(y - 170 + 4 * Math.Min(frame, 26), 2) < 1600 ? 210 : Texture(x, y))
            .DetectAsync(new MeltingDetector());

        result.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_picture_that_goes_out_of_focus_does_not_melt()
    {
        var result = await DeformationScenes.Of((frame, x, y) => 120 + (Texture(x, y) - 120) * (1 - 0.015 * frame)).DetectAsync(new MeltingDetector());

        result.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_abstains_on_a_picture_without_detail()
    {
        var result = await DeformationScenes.Of((_, _, _) => 120).DetectAsync(new MeltingDetector());

        (result.Abstained, result.Reason).ShouldBe((true, "nothing in the picture has detail that could be lost"));
    }

    [Theory]
    [MemberData(nameof(DeformationScenes.CleanNames), MemberType = typeof(DeformationScenes))]
    public async Task Clean_scenes_do_not_melt(string scene)
    {
        (await DeformationScenes.Clean(scene).DetectAsync(new MeltingDetector())).Findings.ShouldBeEmpty();
    }

    /// <summary>How far what is in a part of the picture has run down: nothing at its upper rim, columns at their own pace, pixels.</summary>
    private static double Sag(int frame, int x, int y)
    {
        var depth = Math.Clamp((y - 20) / 70.0, 0, 1) * Math.Clamp((112 - y) / 12.0, 0, 1) * Math.Clamp((48 - Math.Abs(x - 80)) / 12.0, 0, 1);
        return 18 * depth * (0.8 + 0.2 * Math.Sin(x / 9.0)) * frame / 47.0;
    }

    /// <summary>A round thing before texture, that goes to the right, turns, and sags in its lower half.</summary>
    private static double TurningThing(int frame, int x, int y, double sag)
    {
        var (fromX, fromY) = (x - 60 - 0.8 * frame, y - 58.0);
        fromY -= sag * 26 * Math.Clamp((fromY + 16) / 50, 0, 1) * frame / 47.0;
        if (fromX * fromX + fromY * fromY > 40 * 40) return Texture(x, y) / 2;
        var (sine, cosine) = Math.SinCos(0.007 * frame);
        return 110 + Texture(1.5 * (fromX * cosine - fromY * sine) + 300, 1.5 * (fromX * sine + fromY * cosine)) / 2;
    }

    /// <summary>In a round region the texture sinks into its mean and sags, over two seconds.</summary>
    private static double Melt(int frame, int x, int y, double share, double sagPx = 4)
    {
        var (fromX, fromY) = ((x - 80) / 40.0, (y - 60) / 40.0);
        var depth = Math.Clamp(2 * (1 - fromX * fromX - fromY * fromY), 0, 1) * share * Math.Min(1, frame / 36.0);
        return 120 + (Texture(x, y - sagPx * depth) - 120) * (1 - depth);
    }
}

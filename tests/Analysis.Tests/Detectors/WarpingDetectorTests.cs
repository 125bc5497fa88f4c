using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class WarpingDetectorTests
{
    [Fact]
    public async Task A_wobble_is_found_where_it_is()
    {
        var result = await DeformationScenes.Of((frame, x, y) => Wobble(frame, x, y, 4)).DetectAsync(new WarpingDetector());

        result.Detected.ShouldBeTrue();
        DeformationScenes.OverlapOfWorst(result, new FrameBox(45, 25, 70, 70)).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public async Task A_stronger_wobble_scores_higher()
    {
        var scores = new List<double>();
        foreach (var swayPx in new[] { 0, 1.5, 3, 4.5 })
        {
            scores.Add((await DeformationScenes.Of((frame, x, y) => Wobble(frame, x, y, swayPx)).DetectAsync(new WarpingDetector())).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[^1].ShouldBeGreaterThan(2 * scores[0]);
    }

    [Fact]
    public async Task It_abstains_on_a_picture_without_texture()
    {
        var result = await DeformationScenes.Of((_, _, _) => 120).DetectAsync(new WarpingDetector());

        (result.Abstained, result.Reason).ShouldBe((true, "nothing in the picture has enough texture to follow"));
    }

    [Fact]
    public async Task It_abstains_when_the_video_is_too_short()
    {
        var result = await new Scene(5, (_, x, y) => Texture(x, y)).DetectAsync(new WarpingDetector());

        (result.Abstained, result.Reason).ShouldBe((true, "the video has only 5 frames"));
    }

    [Theory]
    [MemberData(nameof(DeformationScenes.CleanNames), MemberType = typeof(DeformationScenes))]
    public async Task Clean_scenes_do_not_warp(string scene)
    {
        (await DeformationScenes.Clean(scene).DetectAsync(new WarpingDetector())).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disc_that_turns_to_and_fro_does_not_warp()
    {
        var scene = DeformationScenes.Of((frame, x, y) =>
        {
            if (Math.Sqrt((x - 80) * (x - 80) + (y - 60) * (y - 60)) > 35) return Texture(x, y);
            var (sin, cos) = Math.SinCos(0.3 * Math.Sin(0.4 * frame));
            return Texture(200 + cos * (x - 80) - sin * (y - 60), 90 + sin * (x - 80) + cos * (y - 60));
        });

        (await scene.DetectAsync(new WarpingDetector())).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wobble_on_something_that_the_camera_passes_is_found_where_it_goes()
    {
        var result = await DeformationScenes.Of((frame, x, y) => Wobble(frame, x + frame, y, 4)).DetectAsync(new WarpingDetector());

        result.Detected.ShouldBeTrue();
        DeformationScenes.OverlapOfWorst(result, new FrameBox(0, 25, 115, 70)).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public async Task Another_picture_in_every_frame_does_not_warp()
    {
        var scene = DeformationScenes.Of((frame, x, y) =>
            x is > 40 and < 120 && y is > 20 and < 100 ? Texture(x + 37 * Math.Sin(12.9 * frame), y + 41 * Math.Sin(78.2 * frame)) : Texture(x, y));

        (await scene.DetectAsync(new WarpingDetector())).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wobble_of_something_in_front_of_plain_ground_is_found()
    {
        var scene = DeformationScenes.Of((frame, x, y) => x is > 50 and < 110 && y is > 30 and < 90 ? Wobble(frame, x, y, 4) : 60);

        (await scene.DetectAsync(new WarpingDetector())).Detected.ShouldBeTrue();
    }

    /// <summary>Two waves that run through a round region.</summary>
    private static double Wobble(int frame, int x, int y, double swayPx)
    {
        var (fromX, fromY) = ((x - 80) / 40.0, (y - 60) / 40.0);
        var sway = swayPx * Math.Max(0, 1 - fromX * fromX - fromY * fromY);
        return Texture(x + sway * Math.Sin(3 * fromY + 0.5 * frame), y + sway * Math.Cos(3 * fromX + 0.45 * frame));
    }
}

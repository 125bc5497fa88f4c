using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class TextureBleedDetectorTests
{
    [Fact]
    public async Task A_stain_that_spreads_is_found_at_its_place()
    {
        var result = await DeformationScenes.Of((frame, x, y) => Stain(frame, x, y, 0.8)).DetectAsync(new TextureBleedDetector());

        result.Detected.ShouldBeTrue();
        var box = result.Findings.MaxBy(finding => finding.Severity)!.Box!;
        (box.X + box.Width / 2).ShouldBeInRange(45, 115);
        (box.Y + box.Height / 2).ShouldBeInRange(25, 95);
    }

    [Fact]
    public async Task A_stronger_stain_scores_higher()
    {
        var scores = new List<double>();
        foreach (var share in new[] { 0.1, 0.3, 0.6, 0.9 })
        {
            scores.Add((await DeformationScenes.Of((frame, x, y) => Stain(frame, x, y, share)).DetectAsync(new TextureBleedDetector())).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[0].ShouldBeLessThan(DetectorResult.OperatingPoint);
    }

    [Fact]
    public async Task A_stain_that_stands_in_the_picture_while_the_camera_pans_is_found_at_its_place()
    {
        var result = await DeformationScenes.Of((frame, x, y) =>
        {
            var distance = Math.Sqrt((x - 80) * (x - 80) + (y - 60) * (y - 60));
            var isStained = frame > 12 && distance < 12 + 0.5 * (frame - 12);
            return double.Lerp(Texture(x + 1.2 * frame, y), 120 + 90 * Math.Sin(0.9 * x) * Math.Sin(0.7 * y), isStained ? 0.95 : 0);
        }).DetectAsync(new TextureBleedDetector());

        result.Detected.ShouldBeTrue();
        var box = result.Findings.MaxBy(finding => finding.Severity)!.Box!;
        (box.X + box.Width / 2).ShouldBeInRange(60, 100);
        (box.Y + box.Height / 2).ShouldBeInRange(40, 80);
    }

    [Fact]
    public async Task A_flash_is_no_stain()
    {
        var result = await DeformationScenes.Of((frame, x, y) => Texture(x, y) + (frame is 30 or 31 && x < 60 ? 70 : 0)).DetectAsync(new TextureBleedDetector());

        result.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_scene_that_turns_into_another_is_no_stain()
    {
        var scene = DeformationScenes.Of((frame, x, y) => double.Lerp(Texture(x, y), 0.5 * Texture(3 * y + 20, 2 * x), Math.Clamp((frame - 12) / 24.0, 0, 1)));

        (await scene.DetectAsync(new TextureBleedDetector())).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_small_spot_that_comes_and_stays_is_no_stain()
    {
        var scene = DeformationScenes.Of((frame, x, y) => frame > 20 && Math.Abs(x - 80) < 3 && Math.Abs(y - 60) < 3 ? 240 : Texture(x, y));

        (await scene.DetectAsync(new TextureBleedDetector())).Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(17, 9)]
    [InlineData(31, 200)]
    [InlineData(33, 34)]
    public async Task A_picture_of_a_few_pixels_does_not_bleed(int width, int height)
    {
        var scene = new Scene(DeformationScenes.Frames, (frame, x, y) => Texture(x + frame, y), width, height);

        (await scene.DetectAsync(new TextureBleedDetector())).Findings.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(DeformationScenes.CleanNames), MemberType = typeof(DeformationScenes))]
    public async Task Clean_scenes_do_not_bleed(string scene)
    {
        (await DeformationScenes.Clean(scene).DetectAsync(new TextureBleedDetector())).Findings.ShouldBeEmpty();
    }

    /// <summary>The light of a ball runs out over its rim for two seconds, until it is as wide again.</summary>
    private static double Stain(int frame, int x, int y, double share)
    {
        var distance = Math.Sqrt((x - 80) * (x - 80) + (y - 60) * (y - 60));
        var reach = 20 + 15 * Math.Min(1, frame / 36.0);
        return Ball(x, y, 80, 60, 20) * (1 - share) + share * (distance < reach ? 230 : Ball(x, y, 80, 60, 20));
    }
}

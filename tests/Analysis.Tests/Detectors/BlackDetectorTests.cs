using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class BlackDetectorTests
{
    [Fact]
    public async Task Black_is_found_where_it_is()
    {
        var result = await DetectAsync(new Scene(72, (frame, x, y) => frame is >= 24 and < 48 ? 16 : Texture(x, y)));

        result.Detected.ShouldBeTrue();
        result.Findings.ShouldBe([new DetectorFinding(1, 2, 1)]);
    }

    [Fact]
    public async Task Black_at_the_end_lasts_as_long_as_its_frames_are_shown()
    {
        var result = await DetectAsync(new Scene(72, (frame, x, y) => frame >= 48 ? 16 : Texture(x, y)));

        result.Findings.ShouldHaveSingleItem().EndSeconds.ShouldBe(3, 1e-9);
    }

    [Fact]
    public async Task A_wholly_black_video_is_black_from_start_to_end()
    {
        var result = await DetectAsync(new Scene(48, (_, _, _) => 0));

        result.Score.ShouldBeGreaterThan(0.8);
        result.Findings.ShouldHaveSingleItem().StartSeconds.ShouldBe(0);
    }

    [Fact]
    public async Task One_black_frame_is_told_and_below_the_operating_point()
    {
        var result = await DetectAsync(new Scene(48, (frame, x, y) => frame == 20 ? 16 : Texture(x, y)));

        (result.Detected, result.Findings.Count).ShouldBe((false, 1));
    }

    [Fact]
    public async Task A_dark_scene_with_something_to_see_is_not_black()
    {
        (await DetectAsync(new Scene(48, (_, x, y) => Texture(x, y) / 4))).Score.ShouldBe(0);
    }

    [Fact]
    public async Task Longer_black_scores_higher()
    {
        var scores = new List<double>();
        foreach (var frames in new[] { 2, 5, 10, 20, 40 })
        {
            scores.Add((await DetectAsync(new Scene(72, (frame, x, y) => frame >= 20 && frame < 20 + frames ? 16 : Texture(x, y)))).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[2].ShouldBeGreaterThan(0.5);
    }

    [Theory]
    [InlineData("a fade to black at the end")]
    [InlineData("a fade from black at the start")]
    [InlineData("a dip to black between two shots")]
    public async Task Black_behind_a_fade_is_none(string scene)
    {
        Func<int, double> light = scene switch
        {
            "a fade to black at the end" => frame => Math.Clamp((60 - frame) / 20.0, 0, 1),
            "a fade from black at the start" => frame => Math.Clamp((frame - 10) / 20.0, 0, 1),
            _ => frame => Math.Clamp((Math.Abs(frame - 36) - 8) / 10.0, 0, 1),
        };

        (await DetectAsync(new Scene(72, (frame, x, y) => 16 + light(frame) * (Texture(x, y) - 16)))).Score.ShouldBe(0);
    }

    [Fact]
    public async Task Black_that_stays_long_behind_a_fade_is_found()
    {
        var result = await DetectAsync(new Scene(96, (frame, x, y) => 16 + Math.Clamp((36 - frame) / 12.0, 0, 1) * (Texture(x, y) - 16)));

        result.Detected.ShouldBeTrue();
    }

    private static Task<DetectorResult> DetectAsync(Scene scene) => scene.DetectAsync(new BlackDetector());
}

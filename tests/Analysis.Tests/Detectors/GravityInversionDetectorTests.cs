using FunctionsPipeline.Analysis.Tests.Tracking;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class GravityInversionDetectorTests
{
    [Theory]
    [InlineData(0.05, 24, 0)]
    [InlineData(0.02, 30, 0)]
    [InlineData(0.1, 60, 0)]
    [InlineData(0.08, 8, 0)]
    [InlineData(0.05, 24, 8)]
    public async Task A_thing_that_falls_upwards_is_found(double radius, double framesPerSecond, double noise)
    {
        var flight = new Flight { FramesPerSecond = framesPerSecond, Noise = noise, Seconds = 1.2 }
            .With(Motions.Thrown(0.3, 0.35, 0.7, 0.5, -Motions.Gravity), radius);

        var result = await flight.DetectAsync("gravity-inversion", isBallistic: true);

        result.Detected.ShouldBeTrue();
        var box = result.Findings.ShouldHaveSingleItem().Box!;
        (box.X + box.Width / 2.0).ShouldBe(180 * (0.3 + 0.35 * 1.2), 12);
    }

    [Theory]
    [InlineData(2.0, 11)]
    [InlineData(5.6, 11)]
    [InlineData(9.0, 11)]
    [InlineData(5.2, 6.2)]
    public async Task A_video_is_looked_at_in_windows_and_what_happens_in_any_or_between_two_is_found_once(double startSeconds, double seconds)
    {
        var throws = Motions.Thrown(0.3, 0.35, 0.7, 0.5, -Motions.Gravity);
        var flight = new Flight { Seconds = seconds }.With(time => time < startSeconds ? (-1, 0.5) : throws(time - startSeconds));

        var result = await flight.DetectAsync("gravity-inversion", isBallistic: true);

        var finding = result.Findings.ShouldHaveSingleItem();
        finding.StartSeconds.ShouldBe(startSeconds, 0.1);
        finding.EndSeconds.ShouldBe(Math.Min(startSeconds + 1.3, seconds), 0.2);
    }

    [Theory]
    [InlineData(24, 7)]
    [InlineData(5, 6.2)]
    public async Task The_series_has_every_frame_up_to_the_last_even_where_too_few_are_left_for_a_window(double framesPerSecond, double seconds)
    {
        var flight = new Flight { FramesPerSecond = framesPerSecond, Seconds = seconds }.With(Motions.Thrown(0.2, 0.2, 0.2, 0, 0.02));

        var result = await flight.DetectAsync("gravity-inversion", isBallistic: true);

        result.Abstained.ShouldBeFalse();
        result.Series!.Last().Seconds.ShouldBe(seconds - 1 / framesPerSecond, 0.01);
    }

    [Fact]
    public async Task A_thing_whose_fall_turns_round_and_that_leaves_the_picture_soon_is_found()
    {
        var flight = new Flight().With(Motions.Thrown(0.4, 0.65, 0.3, -1).Then(0.45, at => Motions.Thrown(at.X, at.Y, 0.3, -0.55, -0.8)));

        (await flight.DetectAsync("gravity-inversion", isBallistic: true)).Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_fall_that_turns_upwards_is_found_although_nothing_is_known_of_the_scene()
    {
        var flight = new Flight().With(Motions.Thrown(0.3, 0.2, 0.5, 0).Then(0.7, at => Motions.Thrown(at.X, at.Y, 0.5, 0.84, -1.5)));

        (await flight.DetectAsync("gravity-inversion", isBallistic: false)).Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_fall_that_a_soft_floor_stops_does_not_go_up()
    {
        var flight = new Flight().With(Motions.Thrown(0.3, 0.2, 0.5, 0).Then(0.8, at => Motions.Thrown(at.X, at.Y, 0.5, 0.96, -4.8)).Then(1.0, at => _ => at));

        (await flight.DetectAsync("gravity-inversion", isBallistic: true)).Detected.ShouldBeFalse();
    }

    [Fact]
    public async Task What_merely_rises_may_be_a_balloon()
    {
        var flight = new Flight().With(Motions.Thrown(0.5, 0.9, 0.1, 0, -0.6));

        (await flight.DetectAsync("gravity-inversion", isBallistic: false)).Detected.ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_found_under_a_moving_camera()
    {
        var flight = new Flight { Camera = time => (0.4 * time, 0.05 * Math.Sin(9 * time)) }.With(Motions.Thrown(0.5, 0.35, 0.7, 0.5, -Motions.Gravity));

        (await flight.DetectAsync("gravity-inversion", isBallistic: true)).Detected.ShouldBeTrue();
    }

    [Theory]
    [InlineData("thrown")]
    [InlineData("bouncing")]
    [InlineData("rolling to rest")]
    [InlineData("two that meet")]
    [InlineData("passing behind a post")]
    [InlineData("thrown under a pan")]
    [InlineData("thrown in changing light")]
    public async Task Right_physics_is_left_alone_by_all_three(string scene)
    {
        foreach (var id in (string[])["gravity-inversion", "zero-gravity", "momentum-violation"])
        {
            (await Clean(scene).DetectAsync(id, isBallistic: true)).Findings.ShouldBeEmpty(id);
        }
    }

    [Fact]
    public async Task A_thing_that_bounces_off_the_ceiling_again_and_again_is_found()
    {
        var flight = new Flight { Seconds = 2 }.With(Motions.Thrown(0.2, 0.6, 0.4, 0, -1.2)
            .Then(0.8, at => Motions.Thrown(at.X, at.Y, 0.4, 0.7, -1.2)));

        (await flight.DetectAsync("gravity-inversion", isBallistic: true)).Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task Stronger_pull_upwards_scores_higher()
    {
        var scores = new List<double>();
        foreach (var pull in new[] { 0.3, 0.6, 1.0, 1.4 })
        {
            scores.Add((await new Flight().With(Motions.Thrown(0.3, 0.5, 0.5, 0.6, -pull)).DetectAsync("gravity-inversion", isBallistic: true)).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[0].ShouldBeLessThan(scores[^1]);
    }

    [Fact]
    public async Task It_abstains_when_nothing_moves()
    {
        var result = await new Flight().DetectAsync("gravity-inversion", isBallistic: true);

        (result.Abstained, result.Reason).ShouldBe((true, "nothing that moves by itself could be followed"));
    }

    private static Flight Clean(string scene) => scene switch
    {
        "thrown" => new Flight().With(Motions.Thrown(0.2, 0.7, 0.8, -0.9)),
        "bouncing" => new Flight { Seconds = 3 }.With(Motions.Bouncing(0.2, 0.2, 0.4, 0.85)),
        "rolling to rest" => new Flight { Seconds = 2.5 }.With(time => (0.2 + 0.8 * Math.Min(time, 2) - 0.2 * Math.Min(time, 2) * Math.Min(time, 2), 0.9)),
        "two that meet" => new Flight { Seconds = 2 }.With(Motions.Thrown(0.2, 0.6, 0.6, -0.6).Then(0.8, at => Motions.Thrown(at.X, at.Y, -0.3, 0.3)))
            .With(Motions.Thrown(1.28, 0.6, -0.6, -0.6).Then(0.8, at => Motions.Thrown(at.X, at.Y, 0.3, 0.3)), luma: 15),
        "passing behind a post" => new Flight().With(Motions.Thrown(0.2, 0.7, 0.8, -0.9)).With(_ => (0.8, 0.5), 0.03, isBox: true).With(_ => (0.8, 0.3), 0.09, isBox: true, luma: 20),
        "thrown under a pan" => new Flight { Camera = time => (0.3 * time, 0) }.With(Motions.Thrown(0.2, 0.7, 1.0, -0.9)),
        "thrown in changing light" => new Flight { Light = time => 1 - 0.3 * time }.With(Motions.Thrown(0.2, 0.7, 0.8, -0.9)),
        _ => throw new ArgumentOutOfRangeException(nameof(scene)),
    };
}

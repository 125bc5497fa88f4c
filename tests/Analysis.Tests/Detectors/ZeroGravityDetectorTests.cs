using FunctionsPipeline.Analysis.Tests.Tracking;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class ZeroGravityDetectorTests
{
    [Theory]
    [InlineData(24, 0)]
    [InlineData(60, 6)]
    [InlineData(10, 0)]
    public async Task A_thing_that_flies_on_straight_is_found(double framesPerSecond, double noise)
    {
        var flight = new Flight { FramesPerSecond = framesPerSecond, Noise = noise }.With(Motions.Thrown(0.3, 0.8, 0.5, -0.4, 0));

        var result = await flight.DetectAsync("zero-gravity", isBallistic: true);

        result.Detected.ShouldBeTrue();
        result.Findings.ShouldHaveSingleItem().EndSeconds.ShouldBe(1.5, 0.3);
    }

    [Fact]
    public async Task Without_word_of_what_falls_it_abstains()
    {
        var result = await new Flight().With(Motions.Thrown(0.3, 0.8, 0.5, -0.4, 0)).DetectAsync("zero-gravity", isBallistic: false);

        (result.Abstained, result.Reason).ShouldBe((true, "nothing says what should fall"));
    }

    [Fact]
    public async Task A_thing_that_stops_in_mid_air_and_hangs_before_it_falls_is_found()
    {
        var flight = new Flight { Seconds = 2 }.With(Motions.Thrown(0.3, 0.25, 0.3, 0)
            .Then(0.5, at => Motions.Thrown(at.X, at.Y, 0.1, 0, 0))
            .Then(1.4, at => Motions.Thrown(at.X, at.Y, 0.1, 0)));

        var finding = (await flight.DetectAsync("zero-gravity", isBallistic: true)).Findings.ShouldHaveSingleItem();

        finding.StartSeconds.ShouldBe(0.5, 0.15);
        finding.EndSeconds.ShouldBe(1.4, 0.15);
    }

    [Fact]
    public async Task A_thing_that_stops_falling_in_front_of_another_that_moves_is_found()
    {
        var flight = new Flight { Seconds = 1.8 }.With(time => (0.95 + 0.06 * Math.Sin(7 * time), 0.62), radius: 0.25, isBox: true, luma: 60)
            .With(Motions.Thrown(0.25, 0.7, 0.6, -0.7)
                .Then(0.4, at => Motions.Thrown(at.X, at.Y, 0.6, -0.2, 0))
                .Then(1.3, at => Motions.Thrown(at.X, at.Y, 0.6, -0.2)));

        var finding = (await flight.DetectAsync("zero-gravity", isBallistic: true)).Findings.ShouldHaveSingleItem();

        finding.StartSeconds.ShouldBe(0.4, 0.15);
        finding.EndSeconds.ShouldBe(1.3, 0.15);
    }

    [Theory]
    [InlineData(0.25, true)]
    [InlineData(0.85, false)]
    public async Task A_thing_that_goes_level_is_found_where_no_floor_can_be(double height, bool isFound)
    {
        var flight = new Flight().With(Motions.Thrown(0.2, height, 0.6, 0, 0));

        (await flight.DetectAsync("zero-gravity", isBallistic: true)).Detected.ShouldBe(isFound);
    }

    [Fact]
    public async Task What_is_held_out_from_beyond_the_border_need_not_fall()
    {
        var flight = new Flight { Seconds = 2 }.With(time => (0.2 + 0.15 * Math.Min(time, 1.6), 0.25), radius: 0.24);

        (await flight.DetectAsync("zero-gravity", isBallistic: true)).Detected.ShouldBeFalse();
    }

    [Fact]
    public async Task Dust_may_float()
    {
        var flight = new Flight().With(Motions.Thrown(0.2, 0.25, 0.6, 0, 0), radius: 0.016);

        (await flight.DetectAsync("zero-gravity", isBallistic: true)).Detected.ShouldBeFalse();
    }

    [Fact]
    public async Task Less_gravity_scores_higher()
    {
        var scores = new List<double>();
        foreach (var gravity in new[] { 1.2, 0.3, 0.15, 0 })
        {
            scores.Add((await new Flight().With(Motions.Thrown(0.3, 0.7, 0.5, -0.4, gravity)).DetectAsync("zero-gravity", isBallistic: true)).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[0].ShouldBe(0);
    }
}

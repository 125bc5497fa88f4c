using FunctionsPipeline.Analysis.Tests.Tracking;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class MomentumViolationDetectorTests
{
    [Theory]
    [InlineData(-0.5, 0.1, true)]
    [InlineData(0.6, -0.9, true)]
    [InlineData(1.6, 0.3, false)]
    [InlineData(-0.6, 0.2, false)]
    public async Task A_push_out_of_nothing_is_found(double velocityX, double velocityY, bool isBallistic)
    {
        var flight = new Flight().With(Motions.Thrown(0.4, 0.6, 0.6, -0.7).Then(0.6, at => Motions.Thrown(at.X, at.Y, velocityX, velocityY)));

        var result = await flight.DetectAsync("momentum-violation", isBallistic);

        result.Detected.ShouldBeTrue();
        result.Findings.ShouldHaveSingleItem().PeakSeconds.ShouldBe(0.6, 0.05);
    }

    [Fact]
    public async Task A_leap_to_another_place_is_found()
    {
        var flight = new Flight().With(Motions.Thrown(0.3, 0.6, 0.6, -0.7).Then(0.6, at => Motions.Thrown(at.X + 0.4, at.Y + 0.1, 0.6, 0)));

        (await flight.DetectAsync("momentum-violation", isBallistic: true)).Detected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_thing_that_flies_past_undisturbed_pushed_nobody()
    {
        var flight = new Flight().With(Motions.Thrown(0.4, 0.6, 0.6, -0.7).Then(0.6, at => Motions.Thrown(at.X, at.Y, -0.6, -0.4)))
            .With(Motions.Thrown(1.12, 0.6, -0.4, -0.7), luma: 15);

        (await flight.DetectAsync("momentum-violation", isBallistic: true)).Detected.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(-0.5, false)]
    public async Task What_stands_beside_a_thing_can_only_push_it_away(double velocityX, bool isFound)
    {
        var flight = new Flight().With(time => (1.15 + 0.02 * Math.Sin(9 * time), 0.55), radius: 0.2, isBox: true, luma: 60)
            .With(Motions.Thrown(0.54, 0.62, 0.5, -0.7).Then(0.62, at => Motions.Thrown(at.X, at.Y, velocityX, velocityX > 0 ? -0.8 : -0.1)));

        (await flight.DetectAsync("momentum-violation", isBallistic: true)).Detected.ShouldBe(isFound);
    }

    [Theory]
    [InlineData(-0.7, false)]
    [InlineData(-1.6, true)]
    public async Task A_wall_out_of_sight_turns_a_thing_round_but_gives_it_no_speed(double velocityX, bool isFound)
    {
        var flight = new Flight().With(Motions.Thrown(1.0, 0.5, 0.8, -0.6).Then(0.75, at => Motions.Thrown(at.X, at.Y, velocityX, 0.3)));

        (await flight.DetectAsync("momentum-violation", isBallistic: true)).Detected.ShouldBe(isFound);
    }

    [Fact]
    public async Task A_stronger_push_scores_higher()
    {
        var scores = new List<double>();
        foreach (var push in new[] { 0, 0.4, 0.8, 1.4 })
        {
            var flight = new Flight().With(Motions.Thrown(0.3, 0.6, 0.6, -0.7).Then(0.6, at => Motions.Thrown(at.X, at.Y, 0.6 - push, 0.02)));
            scores.Add((await flight.DetectAsync("momentum-violation", isBallistic: true)).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[0].ShouldBe(0);
    }
}

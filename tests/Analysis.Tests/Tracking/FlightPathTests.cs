namespace FunctionsPipeline.Analysis.Tests.Tracking;

public sealed class FlightPathTests
{
    [Fact]
    public void A_throw_is_one_piece_with_its_acceleration()
    {
        var piece = PathOf(Motions.Thrown(50, 100, 40, -90, 120), 30).Pieces.ShouldHaveSingleItem();

        piece.AccelerationX.ShouldBe(0, 3 * piece.AccelerationSigma);
        piece.AccelerationY.ShouldBe(120, 3 * piece.AccelerationSigma);
        piece.VelocityAt(0).Y.ShouldBe(-90, 3 * piece.EndVelocitySigma);
    }

    [Fact]
    public void A_bounce_cuts_a_path_where_it_happens()
    {
        var path = PathOf(Motions.Thrown(50, 20, 30, 60, 120).Then(0.7, at => Motions.Thrown(at.X, at.Y, 30, -100, 120)), 36);

        path.Pieces.Count.ShouldBe(2);
        FlightJump.Between(path, path.Pieces[0], path.Pieces[1])!.Seconds.ShouldBe(0.7, 0.03);
    }

    [Fact]
    public void A_change_of_gravity_cuts_a_path_without_a_push()
    {
        var path = PathOf(Motions.Thrown(50, 100, 40, -90, 120).Then(0.8, at => Motions.Thrown(at.X, at.Y, 40, 6, -120)), 40);

        path.Pieces.Select(piece => Math.Sign(piece.AccelerationY)).ShouldBe([1, -1]);
        var jump = FlightJump.Between(path, path.Pieces[0], path.Pieces[1])!;
        jump.VelocityAfter.Y.ShouldBe(jump.Velocity.Y, 20);
    }

    [Fact]
    public void A_slip_of_the_tracker_is_no_piece()
    {
        var path = PathOf(time => Math.Abs(time - 0.5) < 0.01 ? (90, 90) : Motions.Thrown(50, 100, 40, -90, 120)(time), 30);

        path.Pieces.ShouldAllBe(piece => Math.Abs(piece.AccelerationY - 120) < 40);
        path.Pieces.Sum(piece => piece.Points).ShouldBe(29);
    }

    [Fact]
    public void Hops_too_short_to_show_their_pull_have_the_one_of_the_long_fall_before_them()
    {
        var path = PathOf(
            Motions.Thrown(50, 20, 30, 0, 240)
                .Then(0.75, at => Motions.Thrown(at.X, at.Y, 30, -27, 240))
                .Then(0.975, at => Motions.Thrown(at.X, at.Y, 30, -24, 240)),
            40);

        path.Pieces.Count(piece => piece.IsFlight).ShouldBeGreaterThanOrEqualTo(2);
        path.Pieces.Where(piece => piece.IsFlight).ShouldAllBe(piece => Math.Abs(piece.AccelerationY - 240) < 12);
    }

    [Fact]
    public void A_pull_upwards_in_the_middle_of_a_fall_is_one_piece_that_neither_begins_nor_ends_with_a_push()
    {
        var path = PathOf(
            Motions.Thrown(50, 20, 30, 0, 120)
                .Then(0.7, at => Motions.Thrown(at.X, at.Y, 30, 84, -240))
                .Then(1.0, at => Motions.Thrown(at.X, at.Y, 30, 12, 120)),
            40);

        path.Pieces.Select(piece => Math.Sign(piece.AccelerationY)).ShouldBe([1, -1, 1]);
        var upwards = path.Pieces[1];
        upwards.IsBetweenFlights.ShouldBeTrue();
        upwards.AccelerationY.ShouldBe(-240, 60);
        upwards.VelocityAt(upwards.StartSeconds).Y.ShouldBe(path.Pieces[0].VelocityAt(upwards.StartSeconds).Y, 1);
        upwards.VelocityAt(upwards.EndSeconds).Y.ShouldBe(path.Pieces[2].VelocityAt(upwards.EndSeconds).Y, 1);
    }

    [Fact]
    public void Points_that_the_border_hides_nearly_all_of_are_left_out()
    {
        var path = FlightPath.Of(Rising(hiddenPx: 9))!;

        path.Points.Select(point => point.Frame).ShouldBe(Enumerable.Range(0, 8));
    }

    [Fact]
    public void What_the_border_hides_a_little_of_has_its_centre_where_the_whole_body_has_it()
    {
        var path = FlightPath.Of(Rising(hiddenPx: 3))!;

        path.Points.Count.ShouldBe(12);
        path.Points[^1].Y.ShouldBe(2, 0.01);
        path.Points[^1].X.ShouldBe(100, 0.01);
    }

    [Fact]
    public void A_track_of_three_points_has_no_path()
    {
        var track = new BodyTrack();
        for (var i = 0; i < 3; i++) track.Add(PointAt(i, i, i, 100, isAtBorder: false));

        FlightPath.Of(track).ShouldBeNull();
    }

    /// <summary>The path of a body whose centre scatters by a third of a pixel, at 24 frames a second.</summary>
    private static FlightPath PathOf(Func<double, (double X, double Y)> at, int frames)
    {
        var random = new Random(7);
        var track = new BodyTrack();
        for (var i = 0; i < frames; i++)
        {
            var (x, y) = at(i / 24.0);
            track.Add(PointAt(i, x + random.NextDouble() - 0.5, y + random.NextDouble() - 0.5, 100, isAtBorder: false));
        }

        return FlightPath.Of(track)!;
    }

    /// <summary>A square body of 11 pixels that stands in sight, and at last above the picture by a part.</summary>
    private static BodyTrack Rising(int hiddenPx)
    {
        var track = new BodyTrack();
        for (var i = 0; i < 12; i++)
        {
            var (top, bottom) = i < 8 ? (40, 50) : (0, 10 - hiddenPx);
            var centre = (top + bottom) / 2.0;
            var blob = new Blob(100, centre, 11 * (bottom - top + 1), new BlobColour(200, 128, 128), 95, top, 105, bottom, i >= 8);
            track.Add(new BodyPoint(i, i / 24.0, 100, centre, blob, double.PositiveInfinity));
        }

        return track;
    }

    private static BodyPoint PointAt(int frame, double x, double y, int areaPx, bool isAtBorder) =>
        new(frame, frame / 24.0, x, y, new Blob(x, y, areaPx, new BlobColour(200, 128, 128), (int)x - 5, (int)y - 5, (int)x + 5, (int)y + 5, isAtBorder), double.PositiveInfinity);
}

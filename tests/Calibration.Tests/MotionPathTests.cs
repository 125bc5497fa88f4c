namespace FunctionsPipeline.Calibration.Tests;

public class MotionPathTests
{
    private static readonly Surroundings Ground = new(Gravity: 2, FloorY: 1, Restitution: 0.5, Friction: 0.5);

    [Fact]
    public void A_dropped_body_follows_the_parabola()
    {
        var path = new MotionPath(new BodyState(0, 0, 0.3, 0), Ground, 2, []);

        path.At(0.5).Y.ShouldBe(0.25, 1e-3);
        path.At(0.5).X.ShouldBe(0.15, 1e-3);
    }

    [Fact]
    public void A_bouncing_body_comes_to_rest_on_the_floor()
    {
        var path = new MotionPath(new BodyState(0, 0.5, 0, 0), Ground, 10, []);

        path.At(9).Y.ShouldBe(1, 1e-6);
        path.At(10).Y.ShouldBe(1, 1e-6);
    }

    [Fact]
    public void A_rolling_body_slows_by_friction_and_stops()
    {
        var path = new MotionPath(new BodyState(0, 1, 1, 0), Ground, 5, []);

        // It goes v * v / (2 * friction) far.
        path.At(5).X.ShouldBe(1, 1e-2);
        path.At(5).SpeedX.ShouldBe(0);
    }

    [Fact]
    public void Gravity_turned_upwards_lifts_a_resting_body()
    {
        var path = new MotionPath(new BodyState(0, 1, 0, 0), Ground, 3, [new BodyEvent(1, GravityShare: -1)]);

        path.At(0.9).Y.ShouldBe(1, 1e-6);
        path.At(1.5).Y.ShouldBe(0.75, 5e-3);
    }
}

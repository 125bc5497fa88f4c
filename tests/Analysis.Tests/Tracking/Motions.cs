namespace FunctionsPipeline.Analysis.Tests.Tracking;

/// <summary>Ways of things through a scene. Places in picture heights, y downwards, times in seconds.</summary>
internal static class Motions
{
    /// <summary>Gravity of a scene about eight metres high, heights a second squared.</summary>
    public const double Gravity = 1.2;

    /// <summary>Thrown: constant acceleration from a place and a velocity.</summary>
    public static Func<double, (double X, double Y)> Thrown(double x, double y, double velocityX, double velocityY, double gravity = Gravity) =>
        time => (x + velocityX * time, y + velocityY * time + gravity * time * time / 2);

    /// <summary>Thrown, and something else from a time on.</summary>
    public static Func<double, (double X, double Y)> Then(
        this Func<double, (double X, double Y)> before, double seconds, Func<(double X, double Y), Func<double, (double X, double Y)>> after)
    {
        var next = after(before(seconds));
        return time => time < seconds ? before(time) : next(time - seconds);
    }

    /// <summary>Dropped on a floor at a level, bouncing with three quarters of its speed, for the time of a clip.</summary>
    public static Func<double, (double X, double Y)> Bouncing(double x, double y, double velocityX, double floor)
    {
        return time =>
        {
            var (height, velocity) = (y, 0.0);
            var left = time;
            while (true)
            {
                // When it reaches the floor: height + velocity t + g t^2 / 2 = floor.
                var hit = (-velocity + Math.Sqrt(velocity * velocity + 2 * Gravity * (floor - height))) / Gravity;
                if (left <= hit || hit < 0.02) return (x + velocityX * time, Math.Min(floor, height + velocity * left + Gravity * left * left / 2));
                left -= hit;
                (height, velocity) = (floor, -0.75 * (velocity + Gravity * hit));
            }
        };
    }
}

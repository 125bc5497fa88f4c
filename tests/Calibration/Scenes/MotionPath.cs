namespace FunctionsPipeline.Calibration;

/// <summary>Place and speed of a body, in heights of the frame and seconds, y downwards.</summary>
internal readonly record struct BodyState(double X, double Y, double SpeedX, double SpeedY);

/// <summary>What happens to a body at a moment, against physics.</summary>
/// <param name="Seconds">When.</param>
/// <param name="Change">The state after, from the state before; null leaves it.</param>
/// <param name="GravityShare">Gravity from now on as a share of the true one, negative for upwards; null leaves it.</param>
internal readonly record struct BodyEvent(double Seconds, Func<BodyState, BodyState>? Change = null, double? GravityShare = null);

/// <summary>The world a body falls in.</summary>
/// <param name="Gravity">Heights of the frame per second squared.</param>
/// <param name="FloorY">Where the body's centre rests.</param>
/// <param name="Restitution">Speed kept by a bounce, 0 to 1.</param>
/// <param name="Friction">Slowing on the floor, heights per second squared.</param>
internal readonly record struct Surroundings(double Gravity, double FloorY, double Restitution, double Friction);

/// <summary>The path of a body that flies, bounces, rolls and comes to rest; computed once, in small steps.</summary>
internal sealed class MotionPath
{
    /// <summary>Steps a second: far finer than frames, so that the arcs are parabolas to a hundredth of a pixel.</summary>
    private const int StepsPerSecond = 2000;

    /// <summary>A bounce slower than this ends on the floor, heights per second.</summary>
    private const double RestSpeed = 0.06;

    private readonly BodyState[] _states;

    public MotionPath(BodyState start, Surroundings surroundings, double durationSeconds, IReadOnlyList<BodyEvent> events)
    {
        _states = new BodyState[(int)(durationSeconds * StepsPerSecond) + 2];
        var (state, gravity, next) = (start, surroundings.Gravity, 0);
        for (var step = 0; step < _states.Length; step++)
        {
            _states[step] = state;
            while (next < events.Count && events[next].Seconds * StepsPerSecond <= step)
            {
                state = events[next].Change?.Invoke(state) ?? state;
                if (events[next].GravityShare is { } share) gravity = share * surroundings.Gravity;
                next++;
            }

            state = Advance(state, gravity, surroundings);
        }
    }

    /// <summary>The state at a time, held at the ends.</summary>
    public BodyState At(double seconds)
    {
        var step = Math.Clamp(seconds * StepsPerSecond, 0, _states.Length - 1);
        var lower = Math.Min((int)step, _states.Length - 2);
        var share = step - lower;
        var (from, to) = (_states[lower], _states[lower + 1]);
        return new BodyState(from.X + share * (to.X - from.X), from.Y + share * (to.Y - from.Y), from.SpeedX, from.SpeedY);
    }

    private static BodyState Advance(BodyState state, double gravity, Surroundings surroundings)
    {
        const double Step = 1.0 / StepsPerSecond;
        var (x, y, speedX, speedY) = state;
        var isOnFloor = y >= surroundings.FloorY - 1e-9 && Math.Abs(speedY) < RestSpeed && gravity > 0;
        if (isOnFloor)
        {
            var slower = Math.Max(0, Math.Abs(speedX) - surroundings.Friction * Step) * Math.Sign(speedX);
            return new BodyState(x + slower * Step, surroundings.FloorY, slower, 0);
        }

        y += speedY * Step + 0.5 * gravity * Step * Step;
        speedY += gravity * Step;
        x += speedX * Step;
        if (y > surroundings.FloorY && speedY > 0)
        {
            y = surroundings.FloorY;
            speedY = -speedY * surroundings.Restitution;
            speedX *= 0.9;
        }

        return new BodyState(x, y, speedX, speedY);
    }
}

namespace FunctionsPipeline.Calibration;

/// <summary>Scenes in which things fall, fly, bounce and roll, and the three ways in which they can do so wrongly.</summary>
internal sealed class BallisticScenes(Random random, TexturePool textures, double aspect, double durationSeconds)
{
    private const double GroundY = 0.42;

    /// <summary>How high a throw goes at most, so that all of the body stays in the frame.</summary>
    private const double HighestY = -0.38;

    /// <summary>A clean scene.</summary>
    public BuiltScene Build(SceneKind kind)
    {
        var scene = Stage();
        var bodies = 1 + random.Next(3);
        Sprite? hero = null;
        for (var i = 0; i < bodies; i++)
        {
            var (radius, surroundings) = Body(kind == SceneKind.Fall ? 0.35 : 0.75);
            var start = kind switch
            {
                SceneKind.Fall when random.Next(2) == 0 => Drop(),
                SceneKind.Roll => new BodyState(-0.4 * aspect, surroundings.FloorY, random.Between(0.4, 1), 0),
                SceneKind.Bounce => Drop() with { SpeedX = random.Between(-0.35, 0.35) },
                _ => Throw(surroundings, random.Between(0.35, 0.65)),
            };
            var path = new MotionPath(start, surroundings, durationSeconds, []);
            hero = Add(scene, radius, path, kind == SceneKind.Roll ? 1 : random.Between(0.2, 1));
        }

        return new BuiltScene(scene, scene, hero, IsBallistic: true);
    }

    /// <summary>A scene in which one body breaks the laws of motion, and when.</summary>
    /// <param name="defect">One of the three motion defects.</param>
    /// <param name="severity">1 to 5.</param>
    public (BuiltScene Scene, double StartSeconds, double EndSeconds) BuildBroken(string defect, int severity)
    {
        var scene = Stage();
        var (radius, surroundings) = Body(0.6);

        // An honest body beside the broken one, in some clips.
        if (random.Next(2) == 0)
        {
            var (otherRadius, other) = Body(0.7);
            Add(scene, otherRadius, new MotionPath(Drop(), other, durationSeconds, []), random.Between(0.2, 1));
        }

        var (start, events, from, to) = defect switch
        {
            DefectIds.GravityInversion => Inversion(surroundings, severity),
            DefectIds.ZeroGravity => Floating(surroundings, severity),
            _ => Jolt(surroundings, severity, radius),
        };
        var path = new MotionPath(start, surroundings, durationSeconds, events);
        var hero = Add(scene, radius, path, random.Between(0.2, 1));
        return (new BuiltScene(scene, scene, hero, IsBallistic: true), from, Math.Min(to, durationSeconds));
    }

    private (BodyState Start, BodyEvent[] Events, double From, double To) Inversion(Surroundings surroundings, int severity)
    {
        double[] strengths = [0.25, 0.45, 0.7, 1, 1.4];
        double[] lengths = [0.35, 0.5, 0.7, 0.9, 1.2];
        var strength = -strengths[severity - 1];
        if (random.Next(3) == 0)
        {
            // Rests, and then rises from the ground by itself.
            var rise = random.Between(0.2, 0.4) * durationSeconds;
            var onGround = new BodyState(random.Between(-0.3, 0.3) * aspect, surroundings.FloorY, 0, 0);
            return (onGround, [new BodyEvent(rise, GravityShare: strength), new BodyEvent(rise + lengths[severity - 1], GravityShare: 1)], rise, rise + lengths[severity - 1]);
        }

        var from = random.Between(0.25, 0.45);
        return (Drop() with { SpeedX = random.Between(-0.3, 0.3) },
            [new BodyEvent(from, GravityShare: strength), new BodyEvent(from + lengths[severity - 1], GravityShare: 1)],
            from,
            from + lengths[severity - 1]);
    }

    private (BodyState Start, BodyEvent[] Events, double From, double To) Floating(Surroundings surroundings, int severity)
    {
        double[] lengths = [0.2, 0.35, 0.5, 0.75, 1.2];
        double[] rests = [0.15, 0.1, 0.05, 0, 0];
        var from = random.Between(0.2, 0.4);
        var length = lengths[severity - 1];
        var isHover = random.Next(2) == 0;
        var start = isHover ? Drop() with { SpeedX = random.Between(-0.3, 0.3) } : Throw(surroundings, random.Between(0.3, 0.5));
        return (start,
            [
                new BodyEvent(from, isHover ? state => state with { SpeedX = 0.3 * state.SpeedX, SpeedY = 0 } : state => state with { SpeedY = 0.4 * state.SpeedY }, rests[severity - 1]),
                new BodyEvent(from + length, GravityShare: 1),
            ],
            from,
            from + length);
    }

    private (BodyState Start, BodyEvent[] Events, double From, double To) Jolt(Surroundings surroundings, int severity, double radius)
    {
        double[] turns = [0.3, 0.6, 1.0, 1.5, 2.2];
        double[] jumps = [0.5, 1, 1.7, 2.6, 4];
        var start = Throw(surroundings, random.Between(0.5, 0.7));
        var flightSeconds = -2 * start.SpeedY / surroundings.Gravity;
        var at = flightSeconds * random.Between(0.3, 0.7);
        var angle = random.Between(0, 2 * Math.PI);
        var isJump = random.Next(3) == 0;
        BodyState Change(BodyState state)
        {
            if (isJump)
            {
                var distance = jumps[severity - 1] * radius;
                return state with { X = state.X - Math.Sign(state.X) * Math.Abs(distance * Math.Cos(angle)), Y = state.Y - distance * 0.5 * Math.Sin(angle) };
            }

            // Measured against the speed of the flight, which is least at its top.
            var speed = turns[severity - 1] * 0.55 * Math.Abs(start.SpeedY);
            return state with { SpeedX = state.SpeedX + speed * Math.Cos(angle), SpeedY = state.SpeedY + speed * Math.Sin(angle) };
        }

        return (start, [new BodyEvent(at, Change)], Math.Max(0, at - 0.1), at + 0.15);
    }

    private Scene Stage()
    {
        var scene = new Scene { Backdrop = random.Next(4) == 0 ? textures.Faint() : textures.Backdrop() };
        var ground = textures.Object();
        scene.Sprites.Add(new Sprite
        {
            Texture = ground, Radius = 2, Outline = Outline.Square, PoseAt = _ => new Pose(0, GroundY + 0.85, 0, 1, 0.5),
        });
        switch (random.Next(4))
        {
            case 0:
                var speed = random.Between(-0.08, 0.08);
                scene.CameraAt = t => new CameraPose(speed * (t - durationSeconds / 2), 0);
                break;
            case 1:
                var (x, y) = (SmoothMotion.Wobble(random, 0.012, 2), SmoothMotion.Wobble(random, 0.012, 2));
                scene.CameraAt = t => new CameraPose(x(t), y(t));
                break;
        }

        return scene;
    }

    private (double Radius, Surroundings Surroundings) Body(double restitutionMost)
    {
        var radius = random.Between(0.05, 0.1);
        return (radius, new Surroundings(random.Between(0.9, 2), GroundY - radius, random.Between(0.3, restitutionMost), random.Between(0.15, 0.5)));
    }

    private BodyState Drop() => new(random.Between(-0.35, 0.35) * aspect, random.Between(-0.42, -0.3), 0, random.Between(0, 0.1));

    /// <summary>A throw from one side that crosses the frame and stays in it.</summary>
    private BodyState Throw(Surroundings surroundings, double heightOfArc)
    {
        var (side, y) = (SmoothMotion.Sign(random), random.Between(0.15, 0.3));
        var upwards = Math.Sqrt(2 * surroundings.Gravity * Math.Min(heightOfArc, y - HighestY));
        var speed = random.Between(0.3, 0.55) * aspect / (2 * upwards / surroundings.Gravity);
        return new BodyState(-side * random.Between(0.2, 0.35) * aspect, y, side * speed, -upwards);
    }

    private Sprite Add(Scene scene, double radius, MotionPath path, double turnShare)
    {
        var sprite = new Sprite
        {
            Texture = textures.ObjectBefore(scene.Backdrop),
            Radius = radius,
            Outline = turnShare >= 1 ? Outline.Disc : (Outline)(random.Next(2) * 3),
            Shading = random.Between(0, 0.5),

            // Turns as it goes sideways, wholly so when it rolls; nothing spins in place.
            PoseAt = t =>
            {
                var state = path.At(t);
                return new Pose(state.X, state.Y, turnShare * state.X / radius);
            },
        };
        scene.Sprites.Add(sprite);
        return sprite;
    }
}

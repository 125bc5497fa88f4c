using System.Numerics;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>A body in flight suddenly moves another way, with nothing near it.</summary>
internal sealed class MomentumViolation : IDefect
{
    private const int ShownFrames = 3;

    /// <summary>Speed after the jump, px/s in a picture of 180 lines, on top of what severity adds.</summary>
    private const float SpeedMin = 160;

    public string Kind => "momentum-violation";

    public string Trap => "momentum-violation";

    public IReadOnlyList<string[]> AskedBy => [["momentum"], ["suddenly change"], ["sudden change of direction"]];

    public Occurrence Draw(Scene scene, Random random)
    {
        var frames = scene.Format.FrameCount;
        var inFlight = InFlight(scene);
        var (body, jump) = inFlight.Count == 0 ? (0, frames / 2) : inFlight[random.Next(inFlight.Count)];
        var severity = 0.4f + (0.6f * random.NextSingle());
        return new Occurrence(this, jump, Math.Min(jump + ShownFrames, frames), severity, body, (ulong)random.NextInt64());
    }

    public void Steer(Occurrence occurrence, int frame, int body, ref BodyMotion motion)
    {
        if (body != occurrence.Body || frame != occurrence.StartFrame) return;
        var back = -MathF.Sign(motion.Velocity.X == 0 ? 1 : motion.Velocity.X);
        var steepness = 0.3f + (0.9f * (float)new Draw(occurrence.Seed).Share);
        var unit = motion.Gravity == 0 ? 1 : MathF.Max(1, MathF.Abs(motion.Gravity) / 450);
        motion.Velocity = Vector2.Normalize(new Vector2(back, -steepness)) * SpeedMin * unit * (1 + occurrence.Severity);
    }

    public Box Where(Occurrence occurrence, Scene scene, Motion motion) =>
        motion.Bounds(occurrence.Body, Math.Max(0, occurrence.StartFrame - 2), occurrence.EndFrame, 2);

    // Moments at which a body is away from floor and walls, so that a jump cannot pass for a bounce.
    private static List<(int Body, int Frame)> InFlight(Scene scene)
    {
        var motion = Motion.Simulate(scene, []);
        var found = new List<(int, int)>();
        for (var body = 0; body < scene.Bodies.Count; body++)
        {
            var clearance = scene.Bodies[body].Radius * 2;
            for (var frame = scene.Format.FrameCount / 4; frame < scene.Format.FrameCount * 3 / 4; frame++)
            {
                var centre = motion.OnScreen(body, frame);
                var floorY = scene.FloorY - scene.CameraAt(frame).Y;
                if (centre.Y < floorY - clearance && centre.X > clearance && centre.X < scene.Format.WidthPx - clearance) found.Add((body, frame));
            }
        }

        return found;
    }
}

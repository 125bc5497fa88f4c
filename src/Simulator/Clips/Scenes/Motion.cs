using System.Numerics;
using FunctionsPipeline.Simulator.Clips.Defects;

namespace FunctionsPipeline.Simulator.Clips.Scenes;

/// <summary>How a body moves at one moment, for defects to meddle with.</summary>
internal struct BodyMotion
{
    /// <summary>Centre, px.</summary>
    public Vector2 Position;

    /// <summary>Velocity, px/s.</summary>
    public Vector2 Velocity;

    /// <summary>Acceleration downwards, px/s²; set anew for each frame.</summary>
    public float Gravity;
}

/// <summary>Where every body is at every frame. Immutable.</summary>
internal sealed class Motion
{
    // A bounce falls between two frames; smaller steps keep its height right.
    private const int StepsPerFrame = 4;

    private const float WallBounce = 0.9f;
    private const float RollingLoss = 0.995f;

    private readonly Scene _scene;
    private readonly Vector2[][] _centres;

    private Motion(Scene scene, Vector2[][] centres) => (_scene, _centres) = (scene, centres);

    /// <summary>Lets the bodies go.</summary>
    public static Motion Simulate(Scene scene, IReadOnlyList<Occurrence> occurrences)
    {
        var centres = new Vector2[scene.Bodies.Count][];
        for (var body = 0; body < centres.Length; body++) centres[body] = Follow(scene, body, occurrences);
        return new Motion(scene, centres);
    }

    /// <summary>Centre of a body in the picture, px.</summary>
    public Vector2 OnScreen(int body, int frame) => _centres[body][frame] - _scene.CameraAt(frame);

    /// <summary>The part of the picture in which a body is seen during some frames, with a margin.</summary>
    public Box Bounds(int body, int startFrame, int endFrame, float marginPx)
    {
        var reach = new Vector2(_scene.Bodies[body].Radius + marginPx);
        Vector2 low = new(float.MaxValue), high = new(float.MinValue);
        for (var frame = startFrame; frame < endFrame; frame++)
        {
            var centre = OnScreen(body, frame);
            low = Vector2.Min(low, centre - reach);
            high = Vector2.Max(high, centre + reach);
        }

        return Clip(low, high, _scene.Format);
    }

    private static Box Clip(Vector2 low, Vector2 high, ClipFormat format)
    {
        int left = Math.Clamp((int)low.X, 0, format.WidthPx - 1), top = Math.Clamp((int)low.Y, 0, format.HeightPx - 1);
        int right = Math.Clamp((int)MathF.Ceiling(high.X), left + 1, format.WidthPx);
        int bottom = Math.Clamp((int)MathF.Ceiling(high.Y), top + 1, format.HeightPx);
        return new Box(left, top, right - left, bottom - top);
    }

    private static Vector2[] Follow(Scene scene, int index, IReadOnlyList<Occurrence> occurrences)
    {
        var body = scene.Bodies[index];
        var centres = new Vector2[scene.Format.FrameCount];
        var motion = new BodyMotion { Position = body.Start, Velocity = body.Velocity };
        for (var frame = 0; frame < centres.Length; frame++)
        {
            centres[frame] = motion.Position;
            motion.Gravity = scene.Gravity;
            foreach (var occurrence in occurrences)
            {
                if (occurrence.Covers(frame)) occurrence.Defect.Steer(occurrence, frame, index, ref motion);
            }

            for (var step = 0; step < StepsPerFrame; step++) Advance(scene, body, ref motion);
        }

        return centres;
    }

    private static void Advance(Scene scene, Body body, ref BodyMotion motion)
    {
        const float Seconds = 1f / (ClipFormat.FramesPerSecond * StepsPerFrame);
        var gain = motion.Gravity * Seconds;
        motion.Position += (motion.Velocity + new Vector2(0, gain / 2)) * Seconds;
        motion.Velocity.Y += gain;

        // Walls stand at the sides of the picture as it is in the middle of the clip.
        var middle = scene.CameraAt(scene.Format.FrameCount / 2).X;
        Reflect(ref motion.Position.X, ref motion.Velocity.X, middle + body.Radius, middle + scene.Format.WidthPx - body.Radius, WallBounce);
        if (Reflect(ref motion.Position.Y, ref motion.Velocity.Y, body.Radius, scene.FloorY - body.Radius, body.Bounce))
        {
            motion.Velocity.X *= RollingLoss;
            // What is left of a bounce after one step of gravity is no bounce: the body has come to rest.
            if (MathF.Abs(motion.Velocity.Y) < MathF.Abs(gain) * 2) motion.Velocity.Y = 0;
        }
    }

    private static bool Reflect(ref float position, ref float speed, float low, float high, float kept)
    {
        if (position >= low && position <= high) return false;
        var wall = position < low ? low : high;
        var isLeaving = position < low ? speed < 0 : speed > 0;
        position = wall;
        if (isLeaving) speed *= -kept;
        return true;
    }
}

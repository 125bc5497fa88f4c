using System.Numerics;

namespace FunctionsPipeline.Simulator.Clips.Scenes;

/// <summary>Draws a scene from a seed. Same seed, same shape: same scene.</summary>
internal static class SceneBuilder
{
    /// <summary>A clean scene: everything in it obeys the same physics.</summary>
    public static Scene Build(Draw draw, ClipFormat format)
    {
        var random = draw.For("scene").NewRandom();
        float unit = format.ShortSidePx / 180f, width = format.WidthPx, height = format.HeightPx;
        var floorY = height * Between(random, 0.84f, 0.92f);
        var pan = Pan(random, unit);
        var bodies = new Body[random.Next(2, 5)];
        for (var index = 0; index < bodies.Length; index++)
        {
            // Each body starts in a column of its own, so that all are seen at first.
            float slot = width / bodies.Length, left = slot * index;
            bodies[index] = MakeBody(random, unit, left, left + slot, height, pan * format.FrameCount / 2);
        }

        return new Scene
        {
            Format = format,
            Backdrop = Surface(random, Between(random, 18, 34) * unit, Between(random, 80, 130), Between(random, 22, 38), colourfulness: 14),
            Floor = Surface(random, Between(random, 10, 20) * unit, Between(random, 45, 70), Between(random, 8, 16), colourfulness: 8),
            FloorY = floorY,
            Gravity = Between(random, 380, 520) * unit,
            Pan = pan,
            Bodies = bodies,
            Post = random.NextDouble() < 0.5 ? MakePost(random, unit, width) : null,
        };
    }

    private static Body MakeBody(Random random, float unit, float left, float right, float height, Vector2 cameraAtMiddle)
    {
        var radius = Between(random, 12, 22) * unit;
        var across = Between(random, left + radius, MathF.Max(left + radius, right - radius));
        var start = new Vector2(across, Between(random, radius + (8 * unit), height * 0.45f)) + cameraAtMiddle;
        var sideways = Between(random, 35, 110) * unit * (random.Next(2) == 0 ? -1 : 1);
        var velocity = new Vector2(sideways, Between(random, -90, 20) * unit);
        var surface = Surface(random, Between(random, 6, 11) * unit, Between(random, 120, 180), Between(random, 40, 55), colourfulness: 70);
        return new Body(random.Next(2) == 0 ? Outline.Disc : Outline.Square, radius, surface, start, velocity, Between(random, 0.7f, 0.85f));
    }

    // A quarter of the cameras stand still; the others move steadily, mostly sideways.
    private static Vector2 Pan(Random random, float unit)
    {
        if (random.NextDouble() < 0.25) return Vector2.Zero;
        var sideways = Between(random, 0.3f, 1.2f) * (random.Next(2) == 0 ? -1 : 1);
        return new Vector2(sideways, Between(random, -0.15f, 0.15f)) * unit;
    }

    private static Post MakePost(Random random, float unit, float width) => new(
        Between(random, 0.2f, 0.7f) * width,
        Between(random, 10, 22) * unit,
        Between(random, 1.2f, 1.8f),
        Surface(random, Between(random, 8, 14) * unit, Between(random, 30, 50), Between(random, 8, 14), colourfulness: 6));

    private static Texture Surface(Random random, float cellPx, float luma, float contrast, float colourfulness)
    {
        var hue = random.NextDouble() * 2 * Math.PI;
        return new Texture(
            (Pattern)random.Next(4),
            (ulong)random.NextInt64(),
            cellPx,
            luma,
            contrast,
            (byte)(128 + (Math.Cos(hue) * colourfulness)),
            (byte)(128 + (Math.Sin(hue) * colourfulness)));
    }

    private static float Between(Random random, float low, float high) => low + ((high - low) * random.NextSingle());
}

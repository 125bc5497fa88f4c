using FunctionsPipeline.Simulator.Clips.Painting;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>The surface of a body leaks into what is around it.</summary>
internal sealed class TextureBleeding : IDefect
{
    private const float ReachRadii = 1.9f;

    public string Kind => "texture-bleed";

    public string Trap => "texture-bleeding";

    public IReadOnlyList<string[]> AskedBy => [["texture", "bleed"]];

    public Occurrence Draw(Scene scene, Random random)
    {
        var start = random.Next(scene.Format.FrameCount / 3);
        return new Occurrence(
            this, start, scene.Format.FrameCount, 0.5f + (0.5f * random.NextSingle()), random.Next(scene.Bodies.Count), (ulong)random.NextInt64());
    }

    public void PaintBodies(Occurrence occurrence, Canvas canvas)
    {
        var body = canvas.Scene.Bodies[occurrence.Body];
        var centre = canvas.CentreOf(occurrence.Body);
        foreach (var (x, y) in Pixels.Around(centre, body.Radius * ReachRadii, canvas.Picture.Y))
        {
            float dx = x - centre.X, dy = y - centre.Y;
            var share = Leak(body, occurrence, dx, dy);
            if (share > 0) canvas.Picture.Y.Mix(x, y, canvas.Tiles[occurrence.Body].At(dx, dy), share);
        }

        foreach (var (x, y) in Pixels.Around(centre / 2, body.Radius * ReachRadii / 2, canvas.Picture.U))
        {
            var share = Leak(body, occurrence, (x * 2) + 0.5f - centre.X, (y * 2) + 0.5f - centre.Y);
            if (share <= 0) continue;
            canvas.Picture.U.Mix(x, y, body.Surface.U, share);
            canvas.Picture.V.Mix(x, y, body.Surface.V, share);
        }
    }

    public Box Where(Occurrence occurrence, Scene scene, Motion motion) => motion.Bounds(
        occurrence.Body, occurrence.StartFrame, occurrence.EndFrame, scene.Bodies[occurrence.Body].Radius * (ReachRadii - 1));

    // Fades outwards from the outline, in ragged tongues: the reach differs with the direction.
    private static float Leak(Body body, Occurrence occurrence, float dx, float dy)
    {
        if (body.Covers(dx, dy) >= 1) return 0;
        var distance = MathF.Sqrt((dx * dx) + (dy * dy)) / body.Radius;
        var direction = MathF.Atan2(dy, dx);
        var phase = (float)(new Draw(occurrence.Seed).Share * 2 * Math.PI);
        var reach = 1.45f + (0.45f * MathF.Sin((direction * 5) + phase));
        var fade = 1 - ((distance - 1) / (reach - 1));
        return Math.Clamp(fade, 0, 1) * occurrence.Severity;
    }
}

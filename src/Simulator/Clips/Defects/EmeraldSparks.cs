using System.Numerics;
using FunctionsPipeline.Simulator.Clips.Painting;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>Bright green particles that come and go around a body.</summary>
internal sealed class EmeraldSparks : IDefect
{
    private const byte Luma = 190, U = 92, V = 44;
    private const int LifeFrames = 3;
    private const float ReachRadii = 2.6f;

    public string Kind => "spark";

    public string Trap => "emerald-sparks";

    public IReadOnlyList<string[]> AskedBy => [["emerald spark"], ["green spark"]];

    public Occurrence Draw(Scene scene, Random random) => new(
        this,
        random.Next(scene.Format.FrameCount / 4),
        scene.Format.FrameCount - random.Next(scene.Format.FrameCount / 4),
        0.4f + (0.6f * random.NextSingle()),
        random.Next(scene.Bodies.Count),
        (ulong)random.NextInt64());

    public void PaintPicture(Occurrence occurrence, Canvas canvas)
    {
        var sparks = 8 + (int)(occurrence.Severity * 16);
        var centre = canvas.CentreOf(occurrence.Body);
        var reach = canvas.Scene.Bodies[occurrence.Body].Radius * ReachRadii;
        for (var spark = 0; spark < sparks; spark++)
        {
            // Each spark lives for a few frames at one place, then appears elsewhere; they do not all change at once.
            var life = (canvas.Frame + spark) / LifeFrames;
            var draw = new Draw(occurrence.Seed).For(spark).For(life);
            var angle = (float)(draw.For("angle").Share * 2 * Math.PI);
            var distance = reach * MathF.Sqrt((float)draw.For("distance").Share);
            Light(canvas, centre + (new Vector2(MathF.Cos(angle), MathF.Sin(angle)) * distance));
        }
    }

    public Box Where(Occurrence occurrence, Scene scene, Motion motion) => motion.Bounds(
        occurrence.Body, occurrence.StartFrame, occurrence.EndFrame, scene.Bodies[occurrence.Body].Radius * (ReachRadii - 1));

    private static void Light(Canvas canvas, Vector2 point)
    {
        var radius = 1.6f * canvas.Unit;
        foreach (var (x, y) in Pixels.Around(point, radius, canvas.Picture.Y))
        {
            var glow = 1 - (Vector2.Distance(point, new Vector2(x, y)) / (radius + 0.5f));
            if (glow > 0) canvas.Picture.Y.Mix(x, y, Luma, MathF.Min(1, glow * 2));
        }

        foreach (var (x, y) in Pixels.Around(point / 2, radius / 2, canvas.Picture.U))
        {
            canvas.Picture.U.Mix(x, y, U, 0.9f);
            canvas.Picture.V.Mix(x, y, V, 0.9f);
        }
    }
}

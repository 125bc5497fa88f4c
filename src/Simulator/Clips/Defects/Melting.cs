using System.Numerics;
using FunctionsPipeline.Simulator.Clips.Painting;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>A body loses its shape and runs downwards, more and more.</summary>
internal sealed class Melting : IDefect
{
    private const float DroopRadiiMax = 1.8f;

    public string Kind => "melting";

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
        var age = (canvas.Frame - occurrence.StartFrame + 1f) / (occurrence.EndFrame - occurrence.StartFrame);
        var droop = age * occurrence.Severity * DroopRadiiMax * body.Radius;
        var phase = (float)(new Draw(occurrence.Seed).Share * 2 * Math.PI);
        canvas.Copy.CopyFrom(canvas.Picture);
        Pull(canvas.Copy.Y, canvas.Picture.Y, centre, body.Radius, droop, phase);
        Pull(canvas.Copy.U, canvas.Picture.U, centre / 2, body.Radius / 2, droop / 2, phase);
        Pull(canvas.Copy.V, canvas.Picture.V, centre / 2, body.Radius / 2, droop / 2, phase);
    }

    public Box Where(Occurrence occurrence, Scene scene, Motion motion) => motion.Bounds(
        occurrence.Body, occurrence.StartFrame, occurrence.EndFrame, scene.Bodies[occurrence.Body].Radius * DroopRadiiMax * occurrence.Severity);

    // Stretches each column of the body downwards from its middle, by an amount that waves from column to column like drops.
    private static void Pull(Plane from, Plane to, Vector2 centre, float radius, float droop, float phase)
    {
        foreach (var (x, y) in Pixels.Around(centre, radius + droop, to))
        {
            var across = (x - centre.X) / radius;
            if (MathF.Abs(across) > 1 || y < centre.Y) continue;
            var length = droop * (0.35f + (0.65f * MathF.Abs(MathF.Sin((across * 4) + phase))));
            var down = (y - centre.Y) / (radius + length);
            if (down <= 1) to.Mix(x, y, from.At(x, centre.Y + (down * radius)), 1);
        }
    }
}

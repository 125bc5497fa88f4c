using System.Numerics;
using FunctionsPipeline.Simulator.Clips.Painting;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>A part of the picture sways like a reflection in water.</summary>
internal sealed class Warping : IDefect
{
    private const float ReachPx = 52;

    public string Kind => "warping";

    public Occurrence Draw(Scene scene, Random random)
    {
        var frames = scene.Format.FrameCount;
        var start = random.Next(frames / 3);
        var length = random.Next(frames / 3, (frames * 2 / 3) + 1);
        return new Occurrence(this, start, Math.Min(frames, start + length), 0.5f + (0.5f * random.NextSingle()), Seed: (ulong)random.NextInt64());
    }

    public void PaintPicture(Occurrence occurrence, Canvas canvas)
    {
        var centre = Centre(occurrence, canvas.Scene);
        canvas.Copy.CopyFrom(canvas.Picture);
        var swing = 7 * occurrence.Severity * canvas.Unit;
        var phase = (canvas.Frame - occurrence.StartFrame) * 0.9f;
        Sway(canvas.Copy.Y, canvas.Picture.Y, centre, ReachPx * canvas.Unit, swing, phase);
        Sway(canvas.Copy.U, canvas.Picture.U, centre / 2, ReachPx * canvas.Unit / 2, swing / 2, phase);
        Sway(canvas.Copy.V, canvas.Picture.V, centre / 2, ReachPx * canvas.Unit / 2, swing / 2, phase);
    }

    public Box Where(Occurrence occurrence, Scene scene, Motion motion)
    {
        var centre = Centre(occurrence, scene);
        var reach = ReachPx * scene.Format.ShortSidePx / 180f;
        int left = Math.Max(0, (int)(centre.X - reach)), top = Math.Max(0, (int)(centre.Y - reach));
        int right = Math.Min(scene.Format.WidthPx, (int)(centre.X + reach) + 1), bottom = Math.Min(scene.Format.HeightPx, (int)(centre.Y + reach) + 1);
        return new Box(left, top, right - left, bottom - top);
    }

    private static Vector2 Centre(Occurrence occurrence, Scene scene)
    {
        var draw = new Draw(occurrence.Seed);
        return new Vector2(
            (0.3f + (0.4f * (float)draw.For("x").Share)) * scene.Format.WidthPx, (0.3f + (0.4f * (float)draw.For("y").Share)) * scene.Format.HeightPx);
    }

    private static void Sway(Plane from, Plane to, Vector2 centre, float reach, float swing, float phase)
    {
        foreach (var (x, y) in Pixels.Around(centre, reach, to))
        {
            float dx = (x - centre.X) / reach, dy = (y - centre.Y) / reach;
            // Nothing moves at the rim, so that the part has no visible edge.
            var weight = MathF.Max(0, 1 - (dx * dx)) * MathF.Max(0, 1 - (dy * dy));
            var shiftX = swing * weight * MathF.Sin((dy * 7) + phase);
            var shiftY = swing * weight * MathF.Cos((dx * 7) + phase) * 0.6f;
            to.Mix(x, y, from.At(x + shiftX, y + shiftY), 1);
        }
    }
}

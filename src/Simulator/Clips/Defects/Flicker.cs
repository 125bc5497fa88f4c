using FunctionsPipeline.Simulator.Clips.Painting;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>The brightness of the whole picture swings.</summary>
internal sealed class Flicker : IDefect
{
    private static readonly int[] PeriodsFrames = [2, 3, 4];

    public string Kind => "flicker";

    public Occurrence Draw(Scene scene, Random random)
    {
        var frames = scene.Format.FrameCount;
        var start = random.Next(frames / 3);
        var length = random.Next(frames / 2, frames + 1);
        return new Occurrence(this, start, Math.Min(frames, start + length), 0.4f + (0.6f * random.NextSingle()), Seed: (ulong)random.NextInt64());
    }

    public void PaintPicture(Occurrence occurrence, Canvas canvas)
    {
        var period = PeriodsFrames[new Draw(occurrence.Seed).Index(PeriodsFrames.Length)];
        var swing = Math.Cos(2 * Math.PI * (canvas.Frame - occurrence.StartFrame) / period);
        var change = (int)Math.Round(swing * (8 + (24 * occurrence.Severity)));
        foreach (ref var sample in canvas.Picture.Y.Samples) sample = (byte)Math.Clamp(sample + change, 16, 235);
    }
}

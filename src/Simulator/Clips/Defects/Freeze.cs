using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>The picture stands still for a while, then jumps to where it would have been.</summary>
internal sealed class Freeze : IDefect
{
    public string Kind => "freeze";

    public Occurrence Draw(Scene scene, Random random)
    {
        var frames = scene.Format.FrameCount;
        var length = random.Next(Math.Max(3, frames / 6), Math.Max(4, frames / 3));
        var start = random.Next(1, frames - length);
        return new Occurrence(this, start, start + length, (float)length / frames);
    }

    public int SourceFrame(Occurrence occurrence, int frame) => occurrence.Covers(frame) ? occurrence.StartFrame : frame;
}

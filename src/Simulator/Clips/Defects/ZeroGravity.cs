using System.Numerics;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>Bodies float: no acceleration, slow straight paths.</summary>
internal sealed class ZeroGravity : IDefect
{
    private const float DriftPxPerSecond = 28;

    public string Kind => "zero-gravity";

    public string Trap => "zero-gravity";

    public IReadOnlyList<string[]> AskedBy => [["zero gravity"], ["zero-gravity"], ["zero-g "], ["weightless"]];

    public string Group => "gravity";

    public Occurrence Draw(Scene scene, Random random) => new(this, 0, scene.Format.FrameCount, 1, Seed: (ulong)random.NextInt64());

    public void Steer(Occurrence occurrence, int frame, int body, ref BodyMotion motion)
    {
        motion.Gravity = 0;
        if (frame != occurrence.StartFrame) return;
        var draw = new Draw(occurrence.Seed).For(body);
        var angle = (float)(draw.Share * 2 * Math.PI);
        motion.Velocity = Vector2.Normalize(new Vector2(MathF.Cos(angle), MathF.Sin(angle) * 0.5f)) * DriftPxPerSecond;
    }

    public Box Where(Occurrence occurrence, Scene scene, Motion motion) => BodyPaths.Of(scene, motion, occurrence);
}

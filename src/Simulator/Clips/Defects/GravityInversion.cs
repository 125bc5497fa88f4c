using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>Bodies fall upwards.</summary>
internal sealed class GravityInversion : IDefect
{
    public string Kind => "gravity-inversion";

    public string Trap => "gravity-inversion";

    public IReadOnlyList<string[]> AskedBy =>
        [["gravity reversed"], ["reversed gravity"], ["inverted gravity"], ["gravity inversion"], ["falls upward"], ["fall upward"], ["falls up "]];

    public string Group => "gravity";

    public Occurrence Draw(Scene scene, Random random) => new(
        this, random.Next(scene.Format.FrameCount / 4), scene.Format.FrameCount, 0.6f + (0.4f * random.NextSingle()));

    public void Steer(Occurrence occurrence, int frame, int body, ref BodyMotion motion) => motion.Gravity *= -occurrence.Severity;

    public Box Where(Occurrence occurrence, Scene scene, Motion motion) => BodyPaths.Of(scene, motion, occurrence);
}

using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Clips;
using FunctionsPipeline.Simulator.Clips.Painting;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>Images: one moment of a scene, as PNG. Nothing is kept; the same call gives the same image again.</summary>
internal static class StillImage
{
    private const int Moment = 8;

    /// <summary>Renders an image of a call.</summary>
    public static byte[] Render(CallFacts facts, int index)
    {
        var format = ClipFormat.For(facts.Resolution, facts.AspectRatio, durationSeconds: 1);
        var plan = new ClipPlan(new Draw(facts.Seed).For("image").For(index).State, format, []);
        return PngFile.Write(new ScenePainter(new ClipScript(plan)).Paint(Moment));
    }
}

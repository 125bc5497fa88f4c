using FunctionsPipeline.Simulator.Clips;
using FunctionsPipeline.Simulator.Clips.Painting;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>A picture that was ordered.</summary>
/// <param name="Prompt">What it shall show, and how.</param>
/// <param name="AspectRatio">For example <c>16:9</c>.</param>
/// <param name="Seed">The same seed and prompt give the same picture.</param>
internal sealed record StillOrder(string Prompt, string AspectRatio, ulong Seed);

/// <summary>Paints the pictures of every provider.</summary>
internal static class StillPainter
{
    private const int Moment = 8;

    /// <summary>A PNG file.</summary>
    public static byte[] PaintPng(StillOrder order)
    {
        var format = ClipFormat.For(resolution: null, order.AspectRatio, durationSeconds: 1);
        var plan = new ClipPlan(new Draw(order.Seed).For("image").State, format, []);
        return PngFile.Write(new ScenePainter(new ClipScript(plan)).Paint(Moment));
    }
}

using FunctionsPipeline.Simulator.Calls;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>The images of a call. Nothing is kept; the same call gives the same images again.</summary>
internal static class StillImage
{
    /// <summary>Renders an image of a call as PNG.</summary>
    public static byte[] Render(CallFacts facts, int index) => StillPainter.PaintPng(OrderOf(facts, index));

    private static StillOrder OrderOf(CallFacts facts, int index) =>
        new(facts.Prompt ?? "", facts.AspectRatio ?? "1:1", new Draw(facts.PictureSeed ?? facts.Seed).For("image").For(index).State);
}

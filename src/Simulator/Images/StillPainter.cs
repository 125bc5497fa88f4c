using FunctionsPipeline.Simulator.Images.Stories;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>A picture that was ordered.</summary>
/// <param name="Prompt">What it shall show, and how.</param>
/// <param name="AspectRatio">For example <c>16:9</c>.</param>
/// <param name="Seed">The same seed and prompt give the same picture.</param>
internal sealed record StillOrder(string Prompt, string AspectRatio, ulong Seed);

/// <summary>
/// Paints the pictures of every provider. How good one is depends on the prompt and on luck: the seed says what would go wrong, words such as
/// "in sharp focus" hold it back, each further one less than the one before. Safe for several threads.
/// </summary>
internal static class StillPainter
{
    /// <summary>A PNG file.</summary>
    public static byte[] PaintPng(StillOrder order) => PngFile.Write(Paint(order, StillFlaws.Of(order.Prompt, order.Seed)));

    /// <summary>A JPEG file.</summary>
    public static byte[] PaintJpeg(StillOrder order) => PictureConverter.ToJpeg(PaintPng(order));

    /// <summary>The picture with certain flaws.</summary>
    public static Raster Paint(StillOrder order, StillFlaws flaws)
    {
        var draw = new Draw(order.Seed).For("still");
        var (width, height) = StillSize.Of(order.AspectRatio);
        var picture = StoryPicture.IsWanted(order.Prompt)
            ? StoryPicture.Paint(width, height, order.Prompt, draw)
            : StillScene.Paint(width, height, order.Prompt, draw, flaws);
        StillSpoiler.Apply(picture, draw, flaws);
        return picture;
    }
}

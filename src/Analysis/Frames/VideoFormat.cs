namespace FunctionsPipeline.Analysis;

/// <summary>What the frames of a video have in common.</summary>
/// <param name="WidthPx">Width of the luma plane, at least 1.</param>
/// <param name="HeightPx">Height of the luma plane, at least 1.</param>
/// <param name="FramesPerSecond">Nominal rate, above 0. Where frames come at uneven times, go by their timestamps.</param>
/// <param name="HasChroma">True when two chroma planes of half the width and height, rounded up, come with the luma plane.</param>
public sealed record VideoFormat(int WidthPx, int HeightPx, double FramesPerSecond, bool HasChroma)
{
    /// <summary>Width of each chroma plane.</summary>
    public int ChromaWidthPx => (WidthPx + 1) / 2;

    /// <summary>Height of each chroma plane.</summary>
    public int ChromaHeightPx => (HeightPx + 1) / 2;

    /// <summary>Bytes of a frame without gaps: luma, then chroma blue, then chroma red.</summary>
    public int FrameBytes => checked(WidthPx * HeightPx + (HasChroma ? 2 * ChromaWidthPx * ChromaHeightPx : 0));
}

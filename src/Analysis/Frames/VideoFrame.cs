namespace FunctionsPipeline.Analysis;

/// <summary>A buffer for one 8-bit frame (Y, and U and V at 4:2:0 where the format has them). Made once and filled again and again.</summary>
/// <remarks>Not for several threads while it is being filled.</remarks>
public sealed class VideoFrame(VideoFormat format)
{
    private readonly byte[] _pixels = GC.AllocateUninitializedArray<byte>(format.FrameBytes);

    /// <summary>Size and planes.</summary>
    public VideoFormat Format { get; } = format;

    /// <summary>Position in the video, from 0.</summary>
    public int Index { get; set; }

    /// <summary>When the frame is shown, seconds from the first one.</summary>
    public double TimestampSeconds { get; set; }

    /// <summary>All planes one behind the other, without gaps: where a source puts the picture.</summary>
    public Memory<byte> Pixels => _pixels;

    /// <summary>Luma, 8 bits.</summary>
    public PlaneView Luma => new(_pixels, Format.WidthPx, Format.HeightPx, Format.WidthPx);

    /// <summary>Chroma blue (U), 8 bits, 128 is neutral.</summary>
    /// <exception cref="InvalidOperationException">The format has no chroma.</exception>
    public PlaneView ChromaBlue => Chroma(0);

    /// <summary>Chroma red (V), 8 bits, 128 is neutral.</summary>
    /// <exception cref="InvalidOperationException">The format has no chroma.</exception>
    public PlaneView ChromaRed => Chroma(1);

    private PlaneView Chroma(int number)
    {
        if (!Format.HasChroma) throw new InvalidOperationException("The format has no chroma planes.");
        var planeBytes = Format.ChromaWidthPx * Format.ChromaHeightPx;
        var start = Format.WidthPx * Format.HeightPx + number * planeBytes;
        return new PlaneView(_pixels.AsSpan(start, planeBytes), Format.ChromaWidthPx, Format.ChromaHeightPx, Format.ChromaWidthPx);
    }
}

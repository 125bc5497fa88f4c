namespace FunctionsPipeline.Analysis;

/// <summary>A frame at the working size, in memory: luma, and chroma where the video has it. Made once and filled again and again.</summary>
public sealed class WorkingFrame
{
    private readonly byte[] _luma;
    private readonly byte[] _chromaBlue;
    private readonly byte[] _chromaRed;

    /// <summary>Makes the planes.</summary>
    public WorkingFrame(WorkingSize size, bool hasChroma)
    {
        (Size, HasChroma) = (size, hasChroma);
        _luma = new byte[size.WidthPx * size.HeightPx];
        _chromaBlue = hasChroma ? new byte[size.ChromaWidthPx * size.ChromaHeightPx] : [];
        _chromaRed = hasChroma ? new byte[size.ChromaWidthPx * size.ChromaHeightPx] : [];
    }

    /// <summary>Its size.</summary>
    public WorkingSize Size { get; }

    /// <summary>True when there are chroma planes.</summary>
    public bool HasChroma { get; }

    /// <summary>Luma, rows without gaps.</summary>
    public Span<byte> LumaPixels => _luma;

    /// <summary>Chroma blue (U, 128 is neutral), rows without gaps; empty without chroma.</summary>
    public Span<byte> ChromaBluePixels => _chromaBlue;

    /// <summary>Chroma red (V, 128 is neutral), rows without gaps; empty without chroma.</summary>
    public Span<byte> ChromaRedPixels => _chromaRed;

    /// <summary>Luma.</summary>
    public PlaneView Luma => new(_luma, Size.WidthPx, Size.HeightPx, Size.WidthPx);
}

namespace FunctionsPipeline.Analysis;

/// <summary>What a place of a frame looks like: its detail and its colour, as means over a window. Made once and filled again and again.</summary>
internal sealed class CellContents(WorkingSize size)
{
    private readonly PlaneSums _detailAndLuma = new(size.WidthPx, size.HeightPx);
    private readonly PlaneSums _chroma = new(size.ChromaWidthPx, size.ChromaHeightPx);

    /// <summary>Sets a row.</summary>
    /// <param name="y">The row; rows come from the top.</param>
    /// <param name="squares">Squared gradients, levels squared; those of the picture's border are 0.</param>
    /// <param name="luma">As long.</param>
    public void SetRow(int y, ReadOnlySpan<int> squares, ReadOnlySpan<byte> luma) => _detailAndLuma.SetRow(y, squares, luma);

    /// <summary>Sets the colours; without chroma planes there are none.</summary>
    public void SetChroma(WorkingFrame frame)
    {
        if (!frame.HasChroma) return;
        for (var y = 0; y < size.ChromaHeightPx; y++)
        {
            var (start, length) = (y * size.ChromaWidthPx, size.ChromaWidthPx);
            _chroma.SetRow(y, frame.ChromaBluePixels.Slice(start, length), frame.ChromaRedPixels.Slice(start, length));
        }
    }

    /// <summary>Looks at a window. Edges are luma pixels and may lie between them.</summary>
    public CellContent At(float left, float top, int width, int height)
    {
        // A chroma pixel covers two luma pixels; a picture with an odd last one has half a chroma pixel more.
        var (chromaWidth, chromaHeight) = (Math.Min(Math.Max(1, width / 2), size.ChromaWidthPx), Math.Min(Math.Max(1, height / 2), size.ChromaHeightPx));
        var (detail, luma) = _detailAndLuma.Means(left, top, width, height);
        var (blue, red) = _chroma.Means(left / 2, top / 2, chromaWidth, chromaHeight);
        // Differences span two pixels, so squared gradients are a quarter of theirs.
        return new CellContent(detail / 4, luma, blue, red);
    }
}

/// <summary>Mean squared gradient, levels squared, and mean colour of a window.</summary>
internal readonly record struct CellContent(float Detail, float Luma, float Blue, float Red)
{
    /// <summary>Levels of colour that weigh as much as a loss of detail to a third.</summary>
    private const float LevelsPerLogarithm = 8;

    /// <summary>Squared gradient below which detail is noise.</summary>
    private const float DetailFloor = 4;

    /// <summary>How little two contents look alike, in levels.</summary>
    public float DistanceTo(in CellContent other) =>
        Math.Abs(Luma - other.Luma) + Math.Abs(Blue - other.Blue) + Math.Abs(Red - other.Red)
        + LevelsPerLogarithm * Math.Abs(MathF.Log((Detail + DetailFloor) / (other.Detail + DetailFloor)));
}

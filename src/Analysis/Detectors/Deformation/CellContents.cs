namespace FunctionsPipeline.Analysis;

/// <summary>What a place of a frame looks like: its detail and its colour, as means over a window. Made once and filled again and again.</summary>
internal sealed class CellContents(WorkingSize size)
{
    private readonly PlaneSums _detail = new(size.WidthPx, size.HeightPx);
    private readonly PlaneSums _luma = new(size.WidthPx, size.HeightPx);
    private readonly PlaneSums _blue = new(size.ChromaWidthPx, size.ChromaHeightPx);
    private readonly PlaneSums _red = new(size.ChromaWidthPx, size.ChromaHeightPx);

    /// <summary>Sets a row of squared gradients, levels squared; those of the picture's border are 0.</summary>
    public void SetDetailRow(int y, ReadOnlySpan<int> squares) => _detail.SetRow(y, squares);

    /// <summary>Sets the colours; without chroma planes only luma.</summary>
    public void SetColours(WorkingFrame frame)
    {
        for (var y = 0; y < size.HeightPx; y++) _luma.SetRow(y, frame.Luma.Row(y));
        if (!frame.HasChroma) return;
        for (var y = 0; y < size.ChromaHeightPx; y++)
        {
            _blue.SetRow<byte>(y, frame.ChromaBluePixels.Slice(y * size.ChromaWidthPx, size.ChromaWidthPx));
            _red.SetRow<byte>(y, frame.ChromaRedPixels.Slice(y * size.ChromaWidthPx, size.ChromaWidthPx));
        }
    }

    /// <summary>Looks at a window. Edges are luma pixels and may lie between them.</summary>
    public CellContent At(float left, float top, int width, int height)
    {
        // A chroma pixel covers two luma pixels; a picture with an odd last one has half a chroma pixel more.
        var (chromaWidth, chromaHeight) = (Math.Min(Math.Max(1, width / 2), size.ChromaWidthPx), Math.Min(Math.Max(1, height / 2), size.ChromaHeightPx));
        // Differences span two pixels, so squared gradients are a quarter of theirs.
        return new CellContent(
            _detail.Mean(left, top, width, height) / 4,
            _luma.Mean(left, top, width, height),
            _blue.Mean(left / 2, top / 2, chromaWidth, chromaHeight),
            _red.Mean(left / 2, top / 2, chromaWidth, chromaHeight));
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

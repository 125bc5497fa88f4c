namespace FunctionsPipeline.Analysis;

/// <summary>The patches of one level and how far each has moved.</summary>
internal sealed class PatchGrid
{
    private readonly int _strideX;
    private readonly int _lastX;
    private readonly int _lastY;

    public PatchGrid(int widthPx, int heightPx, int stridePx)
    {
        _strideX = stridePx;
        _lastX = Math.Max(0, widthPx - PatchSearch.SidePx);
        _lastY = Math.Max(0, heightPx - PatchSearch.SidePx);
        Columns = (_lastX + stridePx - 1) / stridePx + 1;
        Rows = (_lastY + stridePx - 1) / stridePx + 1;
        X = new float[Columns * Rows];
        Y = new float[Columns * Rows];
    }

    /// <summary>Patches in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of patches.</summary>
    public int Rows { get; }

    /// <summary>How far each patch has moved to the right, row by row.</summary>
    public float[] X { get; }

    /// <summary>How far each patch has moved down, row by row.</summary>
    public float[] Y { get; }

    /// <summary>Left side of the patches of a column; the last one ends at the border and may overlap more.</summary>
    public int LeftPx(int column) => Math.Min(column * _strideX, _lastX);

    /// <summary>Upper side of the patches of a row.</summary>
    public int TopPx(int row) => Math.Min(row * _strideX, _lastY);
}

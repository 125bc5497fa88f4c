namespace FunctionsPipeline.Analysis;

/// <summary>
/// A grid of square cells over the working frame. A cell is large enough for a mean of its pixels to be steady and small enough to place
/// a defect; it grows with the picture, so that a defect covers as many cells at every size.
/// </summary>
internal sealed class CellGrid
{
    /// <summary>A smaller cell holds less than one patch of the flow.</summary>
    private const int CellMinPx = 8;

    /// <summary>Cells on the picture's short side, about.</summary>
    private const int CellsOnShortSide = 30;

    /// <summary>Lays a grid over a picture. What is left over at the right and at the bottom belongs to the last cells.</summary>
    public CellGrid(int widthPx, int heightPx)
    {
        (WidthPx, HeightPx) = (widthPx, heightPx);
        CellPx = Math.Max(CellMinPx, Math.Min(widthPx, heightPx) / CellsOnShortSide);
        (Columns, Rows) = (Math.Max(1, widthPx / CellPx), Math.Max(1, heightPx / CellPx));
    }

    public int WidthPx { get; }

    public int HeightPx { get; }

    /// <summary>Side of a cell.</summary>
    public int CellPx { get; }

    public int Columns { get; }

    public int Rows { get; }

    public int Count => Columns * Rows;

    public int Left(int column) => column * CellPx;

    /// <summary>The first pixel behind a column of cells.</summary>
    public int Right(int column) => column == Columns - 1 ? WidthPx : (column + 1) * CellPx;

    public int Top(int row) => row * CellPx;

    /// <summary>The first pixel below a row of cells.</summary>
    public int Bottom(int row) => row == Rows - 1 ? HeightPx : (row + 1) * CellPx;

    /// <summary>The middle of a cell, pixels.</summary>
    public (float X, float Y) Middle(int cell)
    {
        var (column, row) = (cell % Columns, cell / Columns);
        return ((Left(column) + Right(column) - 1) / 2f, (Top(row) + Bottom(row) - 1) / 2f);
    }

    /// <summary>Reads a field of cells between their centres; beyond the picture the nearest cell counts.</summary>
    /// <param name="field">A value a cell, row by row.</param>
    /// <param name="column">Where, in cells from the centre of the first one.</param>
    /// <param name="row">Where, in cells from the centre of the first one.</param>
    public float Sample(ReadOnlySpan<float> field, float column, float row)
    {
        column = Math.Clamp(column, 0, Columns - 1);
        row = Math.Clamp(row, 0, Rows - 1);
        var (x, y) = (Math.Min((int)column, Math.Max(0, Columns - 2)), Math.Min((int)row, Math.Max(0, Rows - 2)));
        var (right, below) = (Math.Min(x + 1, Columns - 1), Math.Min(y + 1, Rows - 1));
        var (shareX, shareY) = (column - x, row - y);
        var above = field[y * Columns + x] * (1 - shareX) + field[y * Columns + right] * shareX;
        var under = field[below * Columns + x] * (1 - shareX) + field[below * Columns + right] * shareX;
        return above * (1 - shareY) + under * shareY;
    }

    /// <summary>The box around cells, in pixels of the full-size video.</summary>
    /// <param name="cells">From the first to the last column and row, both included.</param>
    /// <param name="size">The working size the grid lies on.</param>
    /// <param name="format">The video.</param>
    public FrameBox BoxOf(CellBounds cells, WorkingSize size, VideoFormat format)
    {
        var (left, top) = (Left(cells.Left) * size.Scale, Top(cells.Top) * size.Scale);
        // Halving left out odd last rows and columns: the last cell reaches to the video's edge.
        var right = cells.Right == Columns - 1 ? format.WidthPx : Right(cells.Right) * size.Scale;
        var bottom = cells.Bottom == Rows - 1 ? format.HeightPx : Bottom(cells.Bottom) * size.Scale;
        return new FrameBox(left, top, right - left, bottom - top);
    }
}

/// <summary>A rectangle of cells; all four belong to it.</summary>
internal readonly record struct CellBounds(int Left, int Top, int Right, int Bottom);

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Each cell's median over itself and its neighbours. It drops what is one or two cells wide, a line along which motion jumps or a letter
/// that appears, and leaves what goes on over some cells as it is; a mean would only spread it.
/// </summary>
internal static class CellMedian
{
    private const int Cells = 9;

    /// <summary>Fills a field with the medians of another.</summary>
    /// <param name="grid">The cells; beyond the picture the nearest one counts.</param>
    /// <param name="from">A value a cell.</param>
    /// <param name="to">A value a cell; not the same memory.</param>
    public static void Fill(CellGrid grid, ReadOnlySpan<float> from, Span<float> to)
    {
        Span<float> around = stackalloc float[Cells];
        for (var row = 0; row < grid.Rows; row++)
        {
            var (above, here, below) = (Math.Max(0, row - 1) * grid.Columns, row * grid.Columns, Math.Min(grid.Rows - 1, row + 1) * grid.Columns);
            for (var column = 0; column < grid.Columns; column++)
            {
                var (left, right) = (Math.Max(0, column - 1), Math.Min(grid.Columns - 1, column + 1));
                (around[0], around[1], around[2]) = (from[above + left], from[above + column], from[above + right]);
                (around[3], around[4], around[5]) = (from[here + left], from[here + column], from[here + right]);
                (around[6], around[7], around[8]) = (from[below + left], from[below + column], from[below + right]);
                to[here + column] = Median(around);
            }
        }
    }

    /// <summary>Nineteen exchanges leave the median of nine in the middle (Smith 1996, after Paeth 1990).</summary>
    private static float Median(Span<float> values)
    {
        Sort(values, 1, 2);
        Sort(values, 4, 5);
        Sort(values, 7, 8);
        Sort(values, 0, 1);
        Sort(values, 3, 4);
        Sort(values, 6, 7);
        Sort(values, 1, 2);
        Sort(values, 4, 5);
        Sort(values, 7, 8);
        Sort(values, 0, 3);
        Sort(values, 5, 8);
        Sort(values, 4, 7);
        Sort(values, 3, 6);
        Sort(values, 1, 4);
        Sort(values, 2, 5);
        Sort(values, 4, 7);
        Sort(values, 4, 2);
        Sort(values, 6, 4);
        Sort(values, 4, 2);
        return values[4];
    }

    private static void Sort(Span<float> values, int lesser, int greater)
    {
        var (one, other) = (values[lesser], values[greater]);
        (values[lesser], values[greater]) = one < other ? (one, other) : (other, one);
    }
}

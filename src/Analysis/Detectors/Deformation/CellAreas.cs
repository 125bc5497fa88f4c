namespace FunctionsPipeline.Analysis;

/// <summary>
/// Keeps of a field what covers an area. A deformed place is some cells wide and long; errors at the border of something that moves are
/// as strong, but follow a line two or three cells thin.
/// </summary>
internal static class CellAreas
{
    /// <summary>Cells to each side that are looked at.</summary>
    private const int Reach = 2;

    private const int Side = 2 * Reach + 1;

    /// <summary>Each cell gets the value that all but a few cells around it reach.</summary>
    /// <param name="grid">The cells; beyond the picture the nearest one counts.</param>
    /// <param name="from">A value a cell, at least 0.</param>
    /// <param name="weakMax">How many of the 25 cells may be weaker: gaps between texture, and a corner of the place.</param>
    /// <param name="to">The values that areas reach.</param>
    public static void Keep(CellGrid grid, ReadOnlySpan<float> from, int weakMax, Span<float> to)
    {
        Span<float> weakest = stackalloc float[weakMax + 1];
        for (var cell = 0; cell < grid.Count; cell++) to[cell] = Reached(grid, from, cell, weakest);
    }

    private static float Reached(CellGrid grid, ReadOnlySpan<float> field, int cell, Span<float> weakest)
    {
        var (column, row) = (cell % grid.Columns, cell / grid.Columns);
        var (kept, zeros) = (0, 0);
        for (var i = 0; i < Side * Side; i++)
        {
            var x = Math.Clamp(column + i % Side - Reach, 0, grid.Columns - 1);
            var y = Math.Clamp(row + i / Side - Reach, 0, grid.Rows - 1);
            var value = field[y * grid.Columns + x];
            if (value <= 0 && ++zeros >= weakest.Length) return 0;
            if (kept == weakest.Length && value >= weakest[^1]) continue;
            var place = kept < weakest.Length ? kept++ : kept - 1;
            for (; place > 0 && weakest[place - 1] > value; place--) weakest[place] = weakest[place - 1];
            weakest[place] = value;
        }

        return weakest[^1];
    }
}

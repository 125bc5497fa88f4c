namespace FunctionsPipeline.Analysis;

/// <summary>
/// Keeps of a field what covers an area: each cell becomes the middle one of itself and its neighbours. A stain is some cells wide; a blink,
/// a letter or the border of something that moved is one cell wide, and a mean would only spread it.
/// </summary>
internal static class CellMedian
{
    private const int Side = 3;

    /// <summary>Smooths a field.</summary>
    /// <param name="grid">The cells; beyond the picture the nearest one counts.</param>
    /// <param name="from">A value a cell, row by row, at least 0.</param>
    /// <param name="to">The middle values.</param>
    public static void Smooth(CellGrid grid, ReadOnlySpan<float> from, Span<float> to)
    {
        Span<float> near = stackalloc float[Side * Side];
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (column, row) = (cell % grid.Columns, cell / grid.Columns);
            var some = 0;
            for (var i = 0; i < near.Length; i++)
            {
                var x = Math.Clamp(column + i % Side - 1, 0, grid.Columns - 1);
                var y = Math.Clamp(row + i / Side - 1, 0, grid.Rows - 1);
                near[i] = from[y * grid.Columns + x];
                if (near[i] > 0) some++;
            }

            // Most of a picture is clean: with half of the cells at 0 there is nothing to sort.
            to[cell] = 0;
            if (some <= near.Length / 2) continue;
            near.Sort();
            to[cell] = near[near.Length / 2];
        }
    }
}

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

    /// <summary>Clears a field far from where areas are strong: what goes to and fro elsewhere is not what was found.</summary>
    /// <param name="grid">The cells.</param>
    /// <param name="areas">What <see cref="Keep"/> gave.</param>
    /// <param name="share">An area begins at this share of the strongest.</param>
    /// <param name="field">A value a cell; 0 afterwards where no area is near.</param>
    public static void ClearElsewhere(CellGrid grid, ReadOnlySpan<float> areas, float share, Span<float> field)
    {
        var threshold = 0f;
        foreach (var value in areas) threshold = Math.Max(threshold, share * value);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            if (!IsNear(grid, areas, cell, threshold)) field[cell] = 0;
        }
    }

    /// <summary>True within the reach of an area and one cell more: what is kept is narrower than the deformed place, which fades out.</summary>
    private static bool IsNear(CellGrid grid, ReadOnlySpan<float> areas, int cell, float threshold)
    {
        const int Far = Reach + 1;
        var (column, row) = (cell % grid.Columns, cell / grid.Columns);
        for (var y = Math.Max(0, row - Far); y <= Math.Min(grid.Rows - 1, row + Far); y++)
        {
            for (var x = Math.Max(0, column - Far); x <= Math.Min(grid.Columns - 1, column + Far); x++)
            {
                var value = areas[y * grid.Columns + x];
                if (value > 0 && value >= threshold) return true;
            }
        }

        return false;
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

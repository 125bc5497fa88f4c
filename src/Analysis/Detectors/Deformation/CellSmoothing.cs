namespace FunctionsPipeline.Analysis;

/// <summary>Sums up fields of cells.</summary>
internal static class CellSmoothing
{
    /// <summary>Each cell becomes the mean of itself and its neighbours: noise is alone in its cell, a defect is not.</summary>
    public static void Smooth(CellGrid grid, ReadOnlySpan<float> from, Span<float> to)
    {
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (column, row) = (cell % grid.Columns, cell / grid.Columns);
            var (sum, count) = (0f, 0);
            for (var y = Math.Max(0, row - 1); y <= Math.Min(grid.Rows - 1, row + 1); y++)
            {
                for (var x = Math.Max(0, column - 1); x <= Math.Min(grid.Columns - 1, column + 1); x++)
                {
                    sum += from[y * grid.Columns + x];
                    count++;
                }
            }

            to[cell] = sum / count;
        }
    }
}

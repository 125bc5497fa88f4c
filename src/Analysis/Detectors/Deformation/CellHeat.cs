namespace FunctionsPipeline.Analysis;

/// <summary>Makes a heat map of a field of cells.</summary>
internal static class CellHeat
{
    /// <summary>Joins cells until they fit a heat map; of joined cells the strongest counts, and the strongest of all becomes 255.</summary>
    public static HeatMap ToHeatMap(CellGrid grid, ReadOnlySpan<float> field)
    {
        var (columns, rows) = (Math.Min(HeatMap.SideMax, grid.Columns), Math.Min(HeatMap.SideMax, grid.Rows));
        var joined = new float[columns * rows];
        var strongest = 0f;
        for (var cell = 0; cell < field.Length; cell++)
        {
            var (column, row) = (cell % grid.Columns * columns / grid.Columns, cell / grid.Columns * rows / grid.Rows);
            ref var value = ref joined[row * columns + column];
            value = Math.Max(value, field[cell]);
            strongest = Math.Max(strongest, field[cell]);
        }

        return new HeatMap(columns, rows, [.. joined.Select(value => (byte)(strongest > 0 ? Math.Max(0, value) / strongest * byte.MaxValue : 0))]);
    }
}

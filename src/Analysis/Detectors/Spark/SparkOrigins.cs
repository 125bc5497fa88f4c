namespace FunctionsPipeline.Analysis;

/// <summary>Tells in which cell of the frame before the content of a cell was. Few cells are asked for, so none is worked out before.</summary>
/// <param name="motion">The frame's motion.</param>
/// <param name="scale">Luma pixels on a side of a working pixel.</param>
/// <param name="grid">The cells.</param>
internal readonly struct SparkOrigins(FrameMotion motion, int scale, SparkGrid grid)
{
    /// <summary>The cell itself where motion is not known.</summary>
    public int Of(int cell)
    {
        if (!motion.IsKnown) return cell;
        var flow = motion.Backward;
        var (column, row) = (cell % grid.Columns, cell / grid.Columns);
        var x = Math.Min(flow.WidthPx - 1, (int)((column + 0.5) * grid.CellPx / scale));
        var y = Math.Min(flow.HeightPx - 1, (int)((row + 0.5) * grid.CellPx / scale));
        var at = y * flow.WidthPx + x;
        var fromColumn = (int)((x + flow.X[at]) * scale / grid.CellPx);
        var fromRow = (int)((y + flow.Y[at]) * scale / grid.CellPx);
        return Math.Clamp(fromRow, 0, grid.Rows - 1) * grid.Columns + Math.Clamp(fromColumn, 0, grid.Columns - 1);
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>Where in the frame a defect shows and how strongly: a coarse grid over the whole frame.</summary>
/// <param name="Columns">Cells in a row, 1 to <see cref="SideMax"/>.</param>
/// <param name="Rows">Cells in a column, 1 to <see cref="SideMax"/>.</param>
/// <param name="Values">Row by row, 0 for nothing to 255 for the strongest.</param>
public sealed record HeatMap(int Columns, int Rows, byte[] Values)
{
    /// <summary>Enough for a picture over the frame, small enough to keep for every finding.</summary>
    public const int SideMax = 32;
}

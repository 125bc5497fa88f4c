namespace FunctionsPipeline.Analysis;

/// <summary>Where in the frame a defect shows and how strongly: a coarse grid over the whole frame.</summary>
/// <param name="Columns">Cells in a row, 1 to <see cref="SideMax"/>.</param>
/// <param name="Rows">Cells in a column, 1 to <see cref="SideMax"/>.</param>
/// <param name="Values">Row by row, 0 for nothing to 255 for the strongest.</param>
public sealed record HeatMap(int Columns, int Rows, byte[] Values)
{
    /// <summary>Enough for a picture over the frame, small enough to keep for every finding.</summary>
    public const int SideMax = 32;

    /// <summary>A map of measures, the strongest at 255.</summary>
    /// <param name="columns">Cells in a row, 1 to <see cref="SideMax"/>.</param>
    /// <param name="measures">Row by row, at least 0 each; as many as full rows have.</param>
    public static HeatMap Of(int columns, ReadOnlySpan<double> measures)
    {
        var greatest = 0.0;
        foreach (var measure in measures) greatest = Math.Max(greatest, measure);
        var values = new byte[measures.Length];
        for (var cell = 0; cell < values.Length && greatest > 0; cell++) values[cell] = (byte)(byte.MaxValue * measures[cell] / greatest);
        return new HeatMap(columns, measures.Length / columns, values);
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// One number for a field of cells: the mean of the strongest few. A defect shows in a part of the picture, so the mean of all would
/// depend on its size; a single cell would depend on noise.
/// </summary>
internal sealed class CellTop(CellGrid grid)
{
    /// <summary>Cells that count, as a share of all: a defect smaller than this hardly shows.</summary>
    private const double Share = 0.012;

    private const int CellsMin = 6;

    private readonly float[] _cells = new float[grid.Count];

    /// <summary>The mean of the strongest cells.</summary>
    public double Mean(ReadOnlySpan<float> field)
    {
        field.CopyTo(_cells);
        var count = Math.Min(_cells.Length, Math.Max(CellsMin, (int)(Share * _cells.Length)));
        // Only the strongest are put in order, so that the sum does not hang on how they came.
        OrderStatistic.Of(_cells, _cells.Length - count);
        Array.Sort(_cells, _cells.Length - count, count);
        var sum = 0.0;
        for (var i = 1; i <= count; i++) sum += _cells[^i];
        return sum / count;
    }
}

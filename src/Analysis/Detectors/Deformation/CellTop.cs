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

    private readonly float[] _sorted = new float[grid.Count];

    /// <summary>The mean of the strongest cells.</summary>
    public double Mean(ReadOnlySpan<float> field)
    {
        field.CopyTo(_sorted);
        var count = Math.Min(_sorted.Length, Math.Max(CellsMin, (int)(Share * _sorted.Length)));
        OrderStatistic.Of(_sorted, _sorted.Length - count);
        Array.Sort(_sorted, _sorted.Length - count, count);
        var sum = 0.0;
        for (var i = 1; i <= count; i++) sum += _sorted[^i];
        return sum / count;
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Compares the present picture with what an earlier one predicts of it, cell by cell: how much detail the content had, and whether it looks
/// alike from afar. Both are looked at in the same place, so what lies at the border of a cell is no loss. Buffers are made once.
/// </summary>
internal sealed class PictureComparison(CellGrid grid)
{
    /// <summary>Cells to each side whose contrast tells how much a difference means.</summary>
    private const int ContrastReach = 2;

    private readonly byte[] _picture = new byte[grid.WidthPx * grid.HeightPx];
    private readonly PictureDetail _predicted = new(grid);
    private readonly CellAgreement _agreement = new(grid);
    private readonly CellColours _colours = new(grid.Count);
    private readonly float[] _squares = new float[grid.Count];

    /// <summary>
    /// Mean squared gradient that the content had, levels squared: in the earlier picture, or after it was moved, whichever is less. Moving
    /// blurs; and what was only made larger since has lost none.
    /// </summary>
    public float[] DetailBefore { get; } = new float[grid.Count];

    /// <summary>Mean squared difference of the cells' colours, levels squared: detail does not count in it.</summary>
    public float[] Difference { get; } = new float[grid.Count];

    /// <summary>Variance of the cells' colours some cells around, levels squared.</summary>
    public float[] Contrast { get; } = new float[grid.Count];

    /// <summary>Correlation with what is predicted, over a cell and those around it, -1 to 1.</summary>
    public float[] Agreement => _agreement.Correlation;

    /// <summary>Compares.</summary>
    /// <param name="luma">The present picture.</param>
    /// <param name="now">Its detail.</param>
    /// <param name="cells">Its cells' colours, and its noise.</param>
    /// <param name="earlier">The earlier one, and where in it everything was.</param>
    public void Compare(PlaneView luma, PictureDetail now, CellMeasures cells, EarlierPicture earlier)
    {
        var colours = cells.Mean;
        for (var y = 0; y < grid.HeightPx; y++) earlier.Predict(y, _picture.AsSpan(y * grid.WidthPx, grid.WidthPx));
        var picture = new PlaneView(_picture, grid.WidthPx, grid.HeightPx, grid.WidthPx);
        _predicted.Measure(picture);
        _agreement.Compare(picture, _predicted.Mean, luma, now.Mean, cells.Noise);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (detail, blue, red) = earlier.ContentOf(cell);
            DetailBefore[cell] = Math.Min(_predicted.Detail[cell], detail);
            (_colours.Luma[cell], _colours.Blue[cell], _colours.Red[cell]) = (_predicted.Mean[cell], blue, red);
            var (apart, apartBlue, apartRed) = (now.Mean[cell] - _predicted.Mean[cell], colours.Blue[cell] - blue, colours.Red[cell] - red);
            _squares[cell] = apart * apart + apartBlue * apartBlue + apartRed * apartRed;
        }

        CellSmoothing.Smooth(grid, _squares, Difference);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            Contrast[cell] = VarianceAround(_colours.Luma, cell) + VarianceAround(_colours.Blue, cell) + VarianceAround(_colours.Red, cell);
        }
    }

    private float VarianceAround(float[] field, int cell)
    {
        var (column, row) = (cell % grid.Columns, cell / grid.Columns);
        var (sum, squares, count) = (0f, 0f, 0);
        for (var y = Math.Max(0, row - ContrastReach); y <= Math.Min(grid.Rows - 1, row + ContrastReach); y++)
        {
            for (var x = Math.Max(0, column - ContrastReach); x <= Math.Min(grid.Columns - 1, column + ContrastReach); x++)
            {
                var value = field[y * grid.Columns + x];
                (sum, squares, count) = (sum + value, squares + value * value, count + 1);
            }
        }

        var mean = sum / count;
        return Math.Max(0, squares / count - mean * mean);
    }
}

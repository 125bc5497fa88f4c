namespace FunctionsPipeline.Analysis;

/// <summary>Finds the connected cells of a field that hold most of it. Buffers are made once.</summary>
internal sealed class CellRegion(CellGrid grid)
{
    private readonly int[] _labels = new int[grid.Count];
    private readonly int[] _queue = new int[grid.Count];

    /// <summary>Cells of the region found last, for <see cref="Contains"/>.</summary>
    private int _bestLabel;

    /// <summary>Sum of the field over the region found last; 0 when there is none.</summary>
    public double Sum { get; private set; }

    /// <summary>Cells in the region found last.</summary>
    public int Cells { get; private set; }

    /// <summary>The box of the region found last.</summary>
    public CellBounds Bounds { get; private set; }

    /// <summary>True for a cell of the region found last.</summary>
    public bool Contains(int cell) => Cells > 0 && _labels[cell] == _bestLabel;

    /// <summary>Looks for the 8-connected region above a threshold with the greatest sum.</summary>
    /// <param name="field">A value a cell, row by row.</param>
    /// <param name="threshold">A cell belongs to a region when its value is greater.</param>
    /// <returns>False when no cell is.</returns>
    public bool FindBest(ReadOnlySpan<float> field, float threshold)
    {
        Array.Clear(_labels);
        (Sum, Cells, _bestLabel) = (0, 0, 0);
        var label = 0;
        for (var cell = 0; cell < field.Length; cell++)
        {
            if (_labels[cell] == 0 && field[cell] > threshold) Grow(field, threshold, cell, ++label);
        }

        return Cells > 0;
    }

    private void Grow(ReadOnlySpan<float> field, float threshold, int start, int label)
    {
        var (first, last) = (0, 0);
        var sum = 0.0;
        var bounds = new CellBounds(int.MaxValue, int.MaxValue, 0, 0);
        _queue[last++] = start;
        _labels[start] = label;
        while (first < last)
        {
            var cell = _queue[first++];
            var (column, row) = (cell % grid.Columns, cell / grid.Columns);
            sum += field[cell];
            bounds = new CellBounds(
                Math.Min(bounds.Left, column), Math.Min(bounds.Top, row), Math.Max(bounds.Right, column), Math.Max(bounds.Bottom, row));
            for (var y = Math.Max(0, row - 1); y <= Math.Min(grid.Rows - 1, row + 1); y++)
            {
                for (var x = Math.Max(0, column - 1); x <= Math.Min(grid.Columns - 1, column + 1); x++)
                {
                    var neighbour = y * grid.Columns + x;
                    if (_labels[neighbour] != 0 || field[neighbour] <= threshold) continue;
                    _labels[neighbour] = label;
                    _queue[last++] = neighbour;
                }
            }
        }

        if (sum > Sum) (Sum, Cells, Bounds, _bestLabel) = (sum, last, bounds, label);
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Follows what is in each cell along the picture's motion, so that something can be kept for it. A cell takes over its source's values
/// whole and remembers how far from its centre they belong: interpolated again and again, a pattern of a few cells would fade within a second.
/// </summary>
internal sealed class CellTracks(CellGrid grid)
{
    /// <summary>What is farther from the cell's centre belongs to another cell, cells.</summary>
    private const float OffsetMax = 1;

    private readonly int[] _source = new int[grid.Count];
    private float[] _offsetX = new float[grid.Count];
    private float[] _offsetY = new float[grid.Count];
    private float[] _movedX = new float[grid.Count];
    private float[] _movedY = new float[grid.Count];
    private float[] _moved = new float[grid.Count];

    /// <summary>Forgets all ways.</summary>
    public void Clear()
    {
        Array.Clear(_offsetX);
        Array.Clear(_offsetY);
    }

    /// <summary>Goes on by a frame.</summary>
    /// <param name="waysX">Each cell's way since the frame before, to the right, working pixels.</param>
    /// <param name="waysY">The same downwards.</param>
    public void Step(ReadOnlySpan<float> waysX, ReadOnlySpan<float> waysY)
    {
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (column, row) = (cell % grid.Columns, cell / grid.Columns);
            var (wayX, wayY) = (waysX[cell] / grid.CellPx, waysY[cell] / grid.CellPx);
            // Halves go up everywhere: to the even neighbour, two cells would take the same source.
            var (fromX, fromY) = ((int)MathF.Floor(column - wayX - _offsetX[cell] + 0.5f), (int)MathF.Floor(row - wayY - _offsetY[cell] + 0.5f));
            var isInside = fromX >= 0 && fromX < grid.Columns && fromY >= 0 && fromY < grid.Rows;
            var source = isInside ? fromY * grid.Columns + fromX : -1;
            _source[cell] = source;
            _movedX[cell] = isInside ? Math.Clamp(fromX + _offsetX[source] + wayX - column, -OffsetMax, OffsetMax) : 0;
            _movedY[cell] = isInside ? Math.Clamp(fromY + _offsetY[source] + wayY - row, -OffsetMax, OffsetMax) : 0;
        }

        (_offsetX, _movedX) = (_movedX, _offsetX);
        (_offsetY, _movedY) = (_movedY, _offsetY);
    }

    /// <summary>True where the cell's content entered the picture in the last step.</summary>
    public bool IsNew(int cell) => _source[cell] < 0;

    /// <summary>Moves a field, a value a cell, by the last step; 0 where something entered.</summary>
    public void Move(ref float[] field)
    {
        for (var cell = 0; cell < grid.Count; cell++) _moved[cell] = _source[cell] < 0 ? 0 : field[_source[cell]];
        (field, _moved) = (_moved, field);
    }

    /// <summary>Begins anew in a cell.</summary>
    public void Restart(int cell) => (_offsetX[cell], _offsetY[cell]) = (0, 0);

    /// <summary>Reads a field where the cell's content really is.</summary>
    public float Sample(ReadOnlySpan<float> field, int cell) =>
        grid.Sample(field, cell % grid.Columns + _offsetX[cell], cell / grid.Columns + _offsetY[cell]);
}

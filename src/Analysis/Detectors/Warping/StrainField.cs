namespace FunctionsPipeline.Analysis;

/// <summary>
/// How much each cell's content is stretched and shrunk back, from the differences of motion between neighbouring cells.
/// </summary>
internal sealed class StrainField(CellGrid grid) : ICellField
{
    /// <summary>How long strain is remembered: slow breathing (about half a hertz) must still be seen to turn back.</summary>
    private const float MemorySeconds = 1f;

    private const int Reach = 1;

    /// <summary>Strong strain looks like being covered to a check of two flows, so half of a cell is enough.</summary>
    private const float VisibleMin = 0.6f;

    /// <summary>Strain that errors of the flow add up to.</summary>
    private const float StrainSlack = 0.02f;

    private const float WaySlackPx = 0.25f;

    /// <summary>Share of the cells with texture from which the picture can be followed.</summary>
    private const double TexturedShareMin = 0.05;

    private readonly Axis _stretchX = new(grid.Count, StrainSlack);
    private readonly Axis _stretchY = new(grid.Count, StrainSlack);
    private readonly Axis _shear = new(grid.Count, StrainSlack);
    private readonly Axis _wayX = new(grid.Count, WaySlackPx);
    private readonly Axis _wayY = new(grid.Count, WaySlackPx);
    private readonly bool[] _isUsable = new bool[grid.Count];
    private readonly float[] _raw = new float[grid.Count];

    /// <summary>Strain undone within about a second, 1 for a cell stretched to double width and shrunk back.</summary>
    public float[] Strength { get; } = new float[grid.Count];

    /// <summary>Way undone within about a second, working pixels, next to undone strain.</summary>
    public float[] Heat { get; } = new float[grid.Count];

    /// <inheritdoc/>
    public void Clear()
    {
        _stretchX.Clear();
        _stretchY.Clear();
        _shear.Clear();
        _wayX.Clear();
        _wayY.Clear();
    }

    /// <inheritdoc/>
    public bool Measure(CellMeasures cells)
    {
        var usable = 0;
        for (var cell = 0; cell < grid.Count; cell++)
        {
            _isUsable[cell] = cells.IsTrackable(cell) && cells.Visible[cell] >= VisibleMin;
            usable += _isUsable[cell] ? 1 : 0;
        }

        var keep = MathF.Exp(-cells.StepSeconds / MemorySeconds);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (column, row) = (cell % grid.Columns, cell / grid.Columns);
            _stretchX.Add(cell, Slope(cells.OwnX, cell, column, grid.Columns, 1), keep);
            _stretchY.Add(cell, Slope(cells.OwnY, cell, row, grid.Rows, grid.Columns), keep);
            var (acrossX, acrossY) = (Slope(cells.OwnY, cell, column, grid.Columns, 1), Slope(cells.OwnX, cell, row, grid.Rows, grid.Columns));
            _shear.Add(cell, (acrossX + acrossY) / 2, keep);
            _wayX.Add(cell, _isUsable[cell] ? cells.OwnX[cell] : 0, keep);
            _wayY.Add(cell, _isUsable[cell] ? cells.OwnY[cell] : 0, keep);
            _raw[cell] = _stretchX.Undone(cell) + _stretchY.Undone(cell) + _shear.Undone(cell);
            Heat[cell] = _wayX.Undone(cell) + _wayY.Undone(cell);
        }

        CellSmoothing.Smooth(grid, _raw, Strength);
        return usable >= TexturedShareMin * grid.Count;
    }

    /// <summary>
    /// Change of motion per pixel along a row or a column: of the four steps between five neighbours the smallest, and 0 where they
    /// disagree in sign or one of them is unknown. At a border between two motions at most two steps are large, so it gives nothing.
    /// </summary>
    private float Slope(float[] way, int cell, int position, int length, int stride)
    {
        if (position < Reach || position >= length - Reach) return 0;
        var slope = 0f;
        for (var step = -Reach; step < Reach; step++)
        {
            var (one, other) = (cell + step * stride, cell + (step + 1) * stride);
            if (!_isUsable[one] || !_isUsable[other]) return 0;
            var difference = way[other] - way[one];
            if (step == -Reach) slope = difference;
            else if (difference * slope <= 0) return 0;
            else if (MathF.Abs(difference) < MathF.Abs(slope)) slope = difference;
        }

        return slope / grid.CellPx;
    }

    /// <summary>
    /// A quantity that goes to and fro in each cell: the path it went, and how far that led. What is within the slack is jitter and no path.
    /// </summary>
    private sealed class Axis(int cells, float slack)
    {
        private readonly float[] _value = new float[cells];
        private readonly float[] _position = new float[cells];
        private readonly float[] _path = new float[cells];

        public void Clear()
        {
            Array.Clear(_value);
            Array.Clear(_position);
            Array.Clear(_path);
        }

        public void Add(int cell, float change, float keep)
        {
            _value[cell] = _value[cell] * keep + change;
            var before = _position[cell] * keep;
            _position[cell] = Math.Clamp(before, _value[cell] - slack, _value[cell] + slack);
            _path[cell] = _path[cell] * keep + MathF.Abs(_position[cell] - before);
        }

        public float Undone(int cell) => _path[cell] - MathF.Abs(_position[cell]);
    }
}

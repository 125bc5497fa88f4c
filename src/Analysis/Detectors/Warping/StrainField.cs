namespace FunctionsPipeline.Analysis;

/// <summary>
/// How much each cell's content is stretched and shrunk back, from the differences of motion between neighbouring cells. It is followed
/// along its motion: a place that something passes is stretched and shrunk too, but what passes and what stays are not.
/// </summary>
internal sealed class StrainField(CellGrid grid) : ICellField
{
    /// <summary>How long strain is remembered: slow breathing (about half a hertz) must still be seen to turn back.</summary>
    private const float MemorySeconds = 1f;

    /// <summary>Strong strain looks like being covered to a check of two flows, so half of a cell is enough.</summary>
    private const float VisibleMin = 0.6f;

    /// <summary>
    /// Share of a cell in sight at which nothing of it is left, and at which all is. Between them a part of what is kept goes each frame: what
    /// is covered is gone within some frames, and strong strain looks like being covered for one or two only.
    /// </summary>
    private const float CoveredShare = 0.2f;
    private const float SeenShare = 0.6f;

    /// <summary>Cells of nine with texture that make the flow of the one in their middle known: it is smooth within a patch.</summary>
    private const int TexturedMin = 3;

    /// <summary>Cells among 25 that need not wobble: a wave has knots.</summary>
    private const int WeakCellsMax = 3;

    /// <summary>Share of the strongest undone strain at which a place belongs to what is found.</summary>
    private const float AreaShare = 0.3f;

    /// <summary>Strain that errors of the flow add up to.</summary>
    private const float StrainSlack = 0.02f;

    private const float WaySlackPx = 0.25f;

    /// <summary>Share of the cells with texture from which the picture can be followed.</summary>
    private const double TexturedShareMin = 0.05;

    private readonly CellTracks _tracks = new(grid);
    private readonly Axis _stretchX = new(grid.Count, StrainSlack);
    private readonly Axis _stretchY = new(grid.Count, StrainSlack);
    private readonly Axis _shear = new(grid.Count, StrainSlack);
    private readonly Axis _wayX = new(grid.Count, WaySlackPx);
    private readonly Axis _wayY = new(grid.Count, WaySlackPx);
    private readonly bool[] _isTextured = new bool[grid.Count];
    private readonly bool[] _isUsable = new bool[grid.Count];
    private readonly float[] _raw = new float[grid.Count];

    /// <summary>Strain undone within about a second all over an area, 1 where cells are stretched to double width and shrunk back.</summary>
    public float[] Strength { get; } = new float[grid.Count];

    /// <summary>Way undone within about a second, working pixels, near areas of undone strain.</summary>
    public float[] Heat { get; } = new float[grid.Count];

    /// <inheritdoc/>
    public void Clear()
    {
        _tracks.Clear();
        _stretchX.Clear();
        _stretchY.Clear();
        _shear.Clear();
        _wayX.Clear();
        _wayY.Clear();
    }

    /// <inheritdoc/>
    public bool Measure(CellMeasures cells)
    {
        var usable = FindUsable(cells);
        Follow(cells);
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

        CellAreas.Keep(grid, _raw, WeakCellsMax, Strength);
        CellAreas.ClearElsewhere(grid, Strength, AreaShare, Heat);
        return usable >= TexturedShareMin * grid.Count;
    }

    /// <summary>Finds the cells whose motion is known, and counts those that show it by their own texture.</summary>
    private int FindUsable(CellMeasures cells)
    {
        var textured = 0;
        for (var cell = 0; cell < grid.Count; cell++)
        {
            _isTextured[cell] = cells.IsTrackable(cell) && cells.Visible[cell] >= VisibleMin;
            textured += _isTextured[cell] ? 1 : 0;
        }

        for (var cell = 0; cell < grid.Count; cell++)
        {
            _isUsable[cell] = _isTextured[cell] || (cells.Visible[cell] >= VisibleMin && TexturedAround(cell) >= TexturedMin);
        }

        return textured;
    }

    private int TexturedAround(int cell)
    {
        var (column, row) = (cell % grid.Columns, cell / grid.Columns);
        var count = 0;
        for (var y = Math.Max(0, row - 1); y <= Math.Min(grid.Rows - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(grid.Columns - 1, column + 1); x++) count += _isTextured[y * grid.Columns + x] ? 1 : 0;
        }

        return count;
    }

    private void Follow(CellMeasures cells)
    {
        _tracks.Step(cells.WayX, cells.WayY);
        _stretchX.Move(_tracks);
        _stretchY.Move(_tracks);
        _shear.Move(_tracks);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var share = _tracks.IsNew(cell) ? 0 : Math.Clamp((cells.Visible[cell] - CoveredShare) / (SeenShare - CoveredShare), 0, 1);
            if (share == 1) continue;
            if (share == 0) _tracks.Restart(cell);
            _stretchX.Keep(cell, share);
            _stretchY.Keep(cell, share);
            _shear.Keep(cell, share);
        }
    }

    /// <summary>Change of motion per pixel along a row or a column; 0 where the motion of one of three neighbours is unknown.</summary>
    private float Slope(float[] way, int cell, int position, int length, int stride)
    {
        if (position < 1 || position >= length - 1) return 0;
        if (!_isUsable[cell - stride] || !_isUsable[cell] || !_isUsable[cell + stride]) return 0;
        return (way[cell + stride] - way[cell - stride]) / (2 * grid.CellPx);
    }

    /// <summary>
    /// A quantity that goes to and fro in each cell: the path it went, and how far that led. What is within the slack is jitter and no path.
    /// </summary>
    private sealed class Axis(int cells, float slack)
    {
        private float[] _value = new float[cells];
        private float[] _position = new float[cells];
        private float[] _path = new float[cells];

        public void Clear()
        {
            Array.Clear(_value);
            Array.Clear(_position);
            Array.Clear(_path);
        }

        public void Move(CellTracks tracks)
        {
            tracks.Move(ref _value);
            tracks.Move(ref _position);
            tracks.Move(ref _path);
        }

        public void Keep(int cell, float share)
        {
            _value[cell] *= share;
            _position[cell] *= share;
            _path[cell] *= share;
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

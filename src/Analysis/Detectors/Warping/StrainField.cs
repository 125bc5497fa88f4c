namespace FunctionsPipeline.Analysis;

/// <summary>
/// How much each cell's content is stretched and shrunk back, from the differences of motion between neighbouring cells, as far as the
/// picture bears it out. It is followed along its motion: a place that something passes is stretched and shrunk too, but what passes and
/// what stays are not.
/// </summary>
internal sealed class StrainField : ICellField
{
    /// <summary>
    /// How long strain is remembered. Breathing of a hertz still turns back within it; over longer times errors of the flow add up to as
    /// much as a wobble.
    /// </summary>
    private const float MemorySeconds = 0.5f;

    /// <summary>
    /// Share of a cell in sight at which nothing of it is left, and at which all is. Between them a part of what is kept goes each frame: what
    /// is covered is gone within some frames, and strong strain looks like being covered for one or two only.
    /// </summary>
    private const float CoveredShare = 0.2f;
    private const float SeenShare = 0.6f;

    /// <summary>Cells among 25 that need not wobble: a wave has knots.</summary>
    private const int WeakCellsMax = 6;

    /// <summary>Strain of jitter: more than noise moves neighbouring cells against each other from one frame to the next.</summary>
    private const float StrainSlack = 0.005f;

    /// <summary>Share of the cells with texture, and in sight, from which the picture can be followed.</summary>
    private const double TexturedShareMin = 0.05;

    private readonly CellGrid _grid;
    private readonly CellTracks _tracks;
    private readonly UndonePath _stretchX;
    private readonly UndonePath _stretchY;
    private readonly UndonePath _shear;
    private readonly PastPictures _past;
    private readonly BendEvidence _evidence;
    private readonly float[] _strain;
    private readonly float[] _smooth;
    private readonly float[] _slope;
    private readonly float[] _otherSlope;

    /// <summary>Makes a field for one video.</summary>
    public StrainField(CellGrid grid)
    {
        (_grid, _tracks) = (grid, new CellTracks(grid));
        (_stretchX, _stretchY) = (new UndonePath(grid.Count, StrainSlack), new UndonePath(grid.Count, StrainSlack));
        _shear = new UndonePath(grid.Count, StrainSlack);
        _past = new PastPictures(grid);
        _evidence = new BendEvidence(grid, _past);
        (_strain, _smooth) = (new float[grid.Count], new float[grid.Count]);
        (_slope, _otherSlope) = (new float[grid.Count], new float[grid.Count]);
        (Strength, Heat) = (new float[grid.Count], new float[grid.Count]);
    }

    /// <summary>Strain undone within about half a second all over an area, 1 where cells are stretched to double width and shrunk back.</summary>
    public float[] Strength { get; }

    /// <summary>The same, as a mean over some cells: it reaches to where the wobble fades out.</summary>
    public float[] Heat { get; }

    /// <inheritdoc/>
    public void Clear()
    {
        _tracks.Clear();
        _stretchX.Clear();
        _stretchY.Clear();
        _shear.Clear();
        _past.Clear();
        _evidence.Clear();
    }

    /// <inheritdoc/>
    public bool Measure(in FrameObservation observation, CellMeasures cells)
    {
        _past.Add(observation.Working.Luma, observation.Measures.TimestampSeconds, observation.Motion.Camera);
        _past.SetMotion(cells.WayX, cells.WayY);
        Follow(cells);
        var keep = MathF.Exp(-cells.StepSeconds / MemorySeconds);
        FillSlopes(cells.OwnX, true);
        Add(_stretchX, keep);
        FillSlopes(cells.OwnY, false);
        Add(_stretchY, keep);
        FillSlopes(cells.OwnY, true);
        _slope.CopyTo(_otherSlope, 0);
        FillSlopes(cells.OwnX, false);
        for (var cell = 0; cell < _grid.Count; cell++) _slope[cell] = (_slope[cell] + _otherSlope[cell]) / 2;
        Add(_shear, keep);
        var textured = 0;
        for (var cell = 0; cell < _grid.Count; cell++)
        {
            _strain[cell] = _stretchX.Undone(cell) + _stretchY.Undone(cell) + _shear.Undone(cell);
            if (cells.IsTrackable(cell) && cells.Visible[cell] >= SeenShare) textured++;
        }

        _evidence.Weigh(cells, _strain);
        CellAreas.Keep(_grid, _strain, WeakCellsMax, Strength);
        CellSmoothing.Smooth(_grid, _strain, _smooth);
        CellSmoothing.Smooth(_grid, _smooth, Heat);
        return textured >= TexturedShareMin * _grid.Count;
    }

    private void Follow(CellMeasures cells)
    {
        _tracks.Step(cells.WayX, cells.WayY);
        _stretchX.Move(_tracks);
        _stretchY.Move(_tracks);
        _shear.Move(_tracks);
        for (var cell = 0; cell < _grid.Count; cell++)
        {
            var share = _tracks.IsNew(cell) ? 0 : Math.Clamp((cells.Visible[cell] - CoveredShare) / (SeenShare - CoveredShare), 0, 1);
            if (share == 1) continue;
            if (share == 0) _tracks.Restart(cell);
            _stretchX.Keep(cell, share);
            _stretchY.Keep(cell, share);
            _shear.Keep(cell, share);
        }
    }

    /// <summary>Adds the slopes to a path, without those along a line where motion jumps.</summary>
    private void Add(UndonePath path, float keep)
    {
        CellMedian.Fill(_grid, _slope, _otherSlope);
        for (var cell = 0; cell < _grid.Count; cell++) path.Add(cell, _otherSlope[cell], keep);
    }

    /// <summary>Change of a motion per pixel, to the right or downwards; 0 at the picture's border, where a neighbour is missing.</summary>
    private void FillSlopes(float[] way, bool isAcross)
    {
        var (stride, length) = isAcross ? (1, _grid.Columns) : (_grid.Columns, _grid.Rows);
        for (var cell = 0; cell < _grid.Count; cell++)
        {
            var position = isAcross ? cell % _grid.Columns : cell / _grid.Columns;
            _slope[cell] = position < 1 || position >= length - 1 ? 0 : (way[cell + stride] - way[cell - stride]) / (2 * _grid.CellPx);
        }
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// How much detail everything has lost since it was seen half a second to some seconds ago. Earlier pictures are kept, and each place is
/// compared with how its content looked there, found by all ways since put together. It must still look like it from afar: where something
/// was covered or uncovered, it does not. What ran down meanwhile, as melting things do, counts in full, other losses less. And what was
/// stretched downwards meanwhile melts although it keeps its detail.
/// </summary>
internal sealed class MeltField : ICellField
{
    /// <summary>Pictures are kept so often, and so many: between them the youngest that counts shows fast melting, the oldest slow melting.</summary>
    private const double KeepSeconds = 0.75;

    private const int Kept = 3;

    /// <summary>Against a younger picture, what melts has hardly changed.</summary>
    private const double AgeMinSeconds = 0.4;

    /// <summary>Pictures are compared so often: melting takes a second or more.</summary>
    private const double CompareSeconds = 0.25;

    /// <summary>Squared gradient added to both sides of a ratio, and the same in units of the noise: weak texture comes and goes with coding.</summary>
    private const float FloorSquared = 4;
    private const float FloorNoises = 4;

    /// <summary>Squared gradient above the noise that is detail.</summary>
    private const float DetailMin = 0.3f;

    /// <summary>Lost detail, as a logarithm, that turning and coding explain.</summary>
    private const float Explained = 0.05f;

    /// <summary>Squared difference from afar, a share of the contrast around, up to which it is the same thing, and from which another.</summary>
    private const float SameShare = 0.15f;
    private const float OtherShare = 0.45f;

    /// <summary>Contrast, levels squared, and noises added to it, below which a difference means nothing.</summary>
    private const float ContrastFloor = 4;
    private const float ContrastNoises = 8;

    /// <summary>Way down, more than sideways, from which it is certain that something runs down; a share of the picture's short side.</summary>
    private const float RunShare = 0.01f;

    /// <summary>What share of a loss counts where nothing runs down: something that moves besides may hide it.</summary>
    private const float StayingShare = 0.3f;

    /// <summary>Cells among 25 that need not lose detail: columns run at their own pace, and some of them have none.</summary>
    private const int WeakCellsMax = 8;

    /// <summary>Lost detail that says as much as a stretch to twice the height, and the stretch that errors of motion explain.</summary>
    private const float LossPerStretch = 3;
    private const float StretchExplained = 0.003f;

    /// <summary>Share of the cells that must have detail.</summary>
    private const double DetailedShareMin = 0.02;

    private readonly CellGrid _grid;
    private readonly EarlierPicture[] _earlier;
    private readonly WayNet _latest;
    private readonly PictureDetail _now;
    private readonly PictureComparison _comparison;
    private readonly SagField _sag;
    private readonly float[] _sagging;
    private readonly float[] _losses;
    private readonly float[] _detailed;
    private readonly float[] _raw;
    private float[] _hidden;
    private float[] _nextHidden;
    private double _stepSeconds = double.NegativeInfinity;
    private bool _hasDetail;

    /// <summary>Makes a field for a video.</summary>
    public MeltField(CellGrid grid)
    {
        _grid = grid;
        _earlier = [.. Enumerable.Range(0, Kept).Select(_ => new EarlierPicture(grid))];
        (_latest, _now, _comparison) = (new WayNet(grid), new PictureDetail(grid), new PictureComparison(grid));
        (_sag, _sagging) = (new SagField(grid), new float[grid.Count]);
        (_hidden, _nextHidden) = (new float[grid.Count], new float[grid.Count]);
        (_losses, _detailed, _raw) = (new float[grid.Count], new float[grid.Count], new float[grid.Count]);
        (Strength, Heat) = (new float[grid.Count], new float[grid.Count]);
    }

    /// <summary>
    /// Lost detail all over an area, beyond what is explained: a natural logarithm of squared gradients; and what a stretch says as much as.
    /// </summary>
    public float[] Strength { get; }

    /// <inheritdoc/>
    public float[] Heat { get; }

    /// <inheritdoc/>
    public void Clear()
    {
        foreach (var picture in _earlier) picture.Forget();
        _latest.Clear();
        _sag.Clear();
        Array.Clear(_hidden);
        Array.Clear(Strength);
        Array.Clear(Heat);
        _stepSeconds = double.NegativeInfinity;
    }

    /// <inheritdoc/>
    public bool Measure(in FrameObservation observation, CellMeasures cells)
    {
        _latest.Add(observation.Motion.Backward, observation.Motion.Camera);
        AddHidden(cells);
        if (cells.Seconds - _stepSeconds < CompareSeconds) return _hasDetail;
        _stepSeconds = cells.Seconds;
        foreach (var picture in _earlier) picture.Follow(_latest, _hidden);
        _latest.Clear();
        Array.Clear(_hidden);
        Compare(observation.Working.Luma, cells);
        KeepIfDue(observation.Working.Luma, cells);
        return _hasDetail;
    }

    /// <summary>Goes on by a frame: what was out of sight stays so wherever it moves.</summary>
    private void AddHidden(CellMeasures cells)
    {
        cells.Advect(_hidden, _nextHidden);
        for (var cell = 0; cell < _grid.Count; cell++) _nextHidden[cell] += 1 - cells.Visible[cell];
        (_hidden, _nextHidden) = (_nextHidden, _hidden);
    }

    private void Compare(PlaneView luma, CellMeasures cells)
    {
        if (Oldest(cells.Seconds) is not { } oldest) return;
        _now.Measure(luma);
        _sag.Begin(cells);
        Array.Clear(_raw);
        Compare(luma, cells, oldest);
        var youngest = Youngest(cells.Seconds)!;
        if (youngest != oldest) Compare(luma, cells, youngest);
        _sag.End();
        CellAreas.Keep(_grid, _raw, WeakCellsMax, Strength);
        CellAreas.Keep(_grid, _sag.Lasting, WeakCellsMax, _sagging);
        for (var cell = 0; cell < _grid.Count; cell++)
        {
            Strength[cell] += LossPerStretch * Math.Max(0, _sagging[cell] - StretchExplained);
            _raw[cell] += LossPerStretch * _sag.Lasting[cell];
        }

        CellSmoothing.Smooth(_grid, _raw, Heat);
    }

    private void Compare(PlaneView luma, CellMeasures cells, EarlierPicture earlier)
    {
        _comparison.Compare(luma, _now, cells, earlier);
        AddLosses(cells, earlier);
        _sag.Add(earlier, _comparison.Agreement, cells.Noise);
    }

    /// <summary>Adds what was lost since an earlier picture; the greater loss counts.</summary>
    private void AddLosses(CellMeasures cells, EarlierPicture earlier)
    {
        var noise = cells.Noise;
        var floor = FloorSquared + FloorNoises * noise;
        var detailed = 0;
        for (var cell = 0; cell < _grid.Count; cell++)
        {
            _losses[cell] = MathF.Log((_comparison.DetailBefore[cell] + floor) / (_now.Detail[cell] + floor));
            if (IsDetailed(cell, noise)) _detailed[detailed++] = _losses[cell];
        }

        if (detailed < DetailedShareMin * _grid.Count) return;
        _hasDetail = true;
        // What the whole picture loses it loses by a fade, a zoom or the focus.
        var whole = Math.Max(0, OrderStatistic.Of(_detailed.AsSpan(0, detailed), detailed / 2));
        for (var cell = 0; cell < _grid.Count; cell++)
        {
            if (!IsDetailed(cell, noise)) continue;
            var loss = (_losses[cell] - whole) * ShareByWay(cell, earlier) - Explained;
            if (loss > 0) _raw[cell] = Math.Max(_raw[cell], loss * SurenessOfSame(cell, noise));
        }
    }

    private bool IsDetailed(int cell, float noise) => _comparison.DetailBefore[cell] > noise + DetailMin;

    /// <summary>How sure it is that this is still the same thing, 0 to 1.</summary>
    private float SurenessOfSame(int cell, float noise)
    {
        var contrast = _comparison.Contrast[cell] + _comparison.DetailBefore[cell] + ContrastFloor + ContrastNoises * noise;
        return Math.Clamp((OtherShare - _comparison.Difference[cell] / contrast) / (OtherShare - SameShare), 0, 1);
    }

    /// <summary>The share of a loss that counts, more when the cell's content ran down since, besides the camera's way; 0 where it came from outside.</summary>
    private float ShareByWay(int cell, EarlierPicture earlier)
    {
        var (x, y, placeX, placeY) = earlier.PlaceOf(cell);

        // Detail is a mean over the cells around, too.
        var reach = 1.5f * _grid.CellPx;
        if (placeX < Math.Min(x, reach) || placeX > Math.Max(x, _grid.WidthPx - 1 - reach)) return 0;
        if (placeY < Math.Min(y, reach) || placeY > Math.Max(y, _grid.HeightPx - 1 - reach)) return 0;
        var (cameraX, cameraY) = earlier.Camera.Apply(x, y);
        var (wayX, wayY) = ((float)cameraX - placeX, (float)cameraY - placeY);
        return StayingShare + (1 - StayingShare) * Math.Clamp((wayY - Math.Abs(wayX)) / (RunShare * Math.Min(_grid.WidthPx, _grid.HeightPx)), 0, 1);
    }

    private EarlierPicture? Oldest(double seconds) => _earlier.Where(picture => IsOldEnough(picture, seconds)).MinBy(picture => picture.Seconds);

    private EarlierPicture? Youngest(double seconds) => _earlier.Where(picture => IsOldEnough(picture, seconds)).MaxBy(picture => picture.Seconds);

    private static bool IsOldEnough(EarlierPicture picture, double seconds) => picture.IsKept && seconds - picture.Seconds >= AgeMinSeconds;

    private void KeepIfDue(PlaneView luma, CellMeasures cells)
    {
        var replaced = _earlier[0];
        foreach (var picture in _earlier)
        {
            if (picture.IsKept && cells.Seconds - picture.Seconds < KeepSeconds) return;
            if (!picture.IsKept || (replaced.IsKept && picture.Seconds < replaced.Seconds)) replaced = picture;
        }

        replaced.Keep(luma, cells.Mean, cells.Seconds);
    }
}

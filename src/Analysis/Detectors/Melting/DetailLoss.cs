namespace FunctionsPipeline.Analysis;

/// <summary>
/// How much detail the content of each cell has lost since it came into view, followed along its motion. Two signs must agree: it was seen
/// to lose detail from frame to frame, and it has less than it had. Each has errors of its own: the first adds up what is measured
/// slightly wrong in every frame, the second looks at the wrong place where motion was not followed exactly. What sags meanwhile needs to
/// lose less.
/// </summary>
internal sealed class DetailLoss(CellGrid grid) : ICellField
{
    /// <summary>Slow melting must add up, what happened long ago must not.</summary>
    private const float MemorySeconds = 3f;

    /// <summary>Over so long detail is averaged: that of single frames follows the coding.</summary>
    private const float AverageSeconds = 0.2f;

    /// <summary>Squared gradient added to both sides of a ratio, in units of the noise: weak texture comes and goes with coding.</summary>
    private const float FloorNoises = 4;

    /// <summary>Loss, as a logarithm, that turning, scaling and coding explain.</summary>
    private const float Explained = 0.4f;

    /// <summary>Loss that they explain in something that sags at the same time, as melting things do.</summary>
    private const float ExplainedSagging = 0.1f;

    /// <summary>Way down that is sagging beyond doubt, a share of the picture's short side: some times what errors of motion add up to.</summary>
    private const float SagShare = 0.008f;

    /// <summary>A residual so many times the root of the detail means that something else is there now.</summary>
    private const float ReplacedRatio = 0.6f;

    /// <summary>When the whole picture's detail changes more in a frame, as a logarithm, it fades: what a cell has at best is not learned then.</summary>
    private const float FadeStep = 0.02f;

    /// <summary>Cells among 25 that need not lose detail: they had none.</summary>
    private const int WeakCellsMax = 6;

    private readonly CellTracks _tracks = new(grid);
    private readonly float[] _sorted = new float[grid.Count];
    private readonly float[] _raw = new float[grid.Count];

    /// <summary>Detail seen to be lost, a logarithm, at most 0.</summary>
    private float[] _change = new float[grid.Count];

    /// <summary>Way down lately besides the camera's, a share of the picture's short side.</summary>
    private float[] _sag = new float[grid.Count];

    /// <summary>Mean and best detail lately, logarithms; they count where <see cref="_age"/> is not 0.</summary>
    private float[] _mean = new float[grid.Count];
    private float[] _best = new float[grid.Count];

    /// <summary>1 where the content was seen before, else 0.</summary>
    private float[] _age = new float[grid.Count];

    /// <summary>Lost detail as a natural logarithm of squared gradients, beyond what is explained.</summary>
    public float[] Strength { get; } = new float[grid.Count];

    /// <inheritdoc/>
    public float[] Heat { get; } = new float[grid.Count];

    /// <inheritdoc/>
    public void Clear()
    {
        _tracks.Clear();
        Array.Clear(_change);
        Array.Clear(_sag);
        Array.Clear(_age);
    }

    /// <inheritdoc/>
    public bool Measure(CellMeasures cells)
    {
        var floor = 2 + FloorNoises * cells.Noise;
        var (whole, detailed) = MeasureWhole(cells, floor);
        _tracks.Step(cells.WayX, cells.WayY);
        _tracks.Move(ref _change);
        _tracks.Move(ref _sag);
        _tracks.Move(ref _mean);
        _tracks.Move(ref _best);
        _tracks.Move(ref _age);
        for (var cell = 0; cell < grid.Count; cell++) Follow(cells, cell, floor, whole);
        CellAreas.Keep(grid, _raw, WeakCellsMax, Strength);
        CellSmoothing.Smooth(grid, _raw, Heat);
        return detailed >= 0.02 * grid.Count;
    }

    /// <summary>What the whole picture gains, a logarithm, and how many cells have detail: a fade, a zoom or the focus is no melting.</summary>
    private (float Gain, int Detailed) MeasureWhole(CellMeasures cells, float floor)
    {
        var detailed = 0;
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var before = cells.SourceDetail[cell];
            if (before > floor && cells.Detail[cell] > 1) _sorted[detailed++] = MathF.Log(cells.Detail[cell] / before);
        }

        Array.Sort(_sorted, 0, detailed);
        return (detailed > 0 ? Math.Clamp(_sorted[detailed / 2], -1, 1) : 0, detailed);
    }

    private void Follow(CellMeasures cells, int cell, float floor, float whole)
    {
        var before = cells.SourceDetail[cell] * MathF.Exp(whole);
        if (!cells.IsFollowed(cell) || cells.Residual[cell] >= ReplacedRatio * MathF.Sqrt(before + floor))
        {
            _tracks.Restart(cell);
            (_change[cell], _sag[cell], _age[cell], _raw[cell]) = (0, 0, 0, 0);
            return;
        }

        // At the border of two motions a cell holds two things: what was seen before counts on, what is seen now does not.
        var isOneMotion = cells.IsOneMotion(cell);
        var keep = MathF.Exp(-cells.StepSeconds / MemorySeconds);
        (_change[cell], _sag[cell]) = (_change[cell] * keep, _sag[cell] * keep);
        if (isOneMotion)
        {
            _change[cell] = Math.Min(0, _change[cell] + MathF.Log((cells.Detail[cell] + floor) / (before + floor)));
            _sag[cell] += cells.OwnY[cell] / Math.Min(grid.WidthPx, grid.HeightPx);
        }

        Learn(MathF.Log(_tracks.Sample(cells.Detail, cell) + floor), cell, whole, isOneMotion, cells.StepSeconds);
        var explained = Explained + (ExplainedSagging - Explained) * Math.Clamp(_sag[cell] / SagShare, 0, 1);
        _raw[cell] = Math.Max(0, Math.Min(-_change[cell], _best[cell] - _mean[cell]) - explained);
    }

    private void Learn(float detail, int cell, float whole, bool isOneMotion, float stepSeconds)
    {
        if (_age[cell] == 0)
        {
            (_mean[cell], _best[cell], _age[cell]) = (detail, detail, 1);
            return;
        }

        _mean[cell] += whole;
        _best[cell] += whole;
        if (isOneMotion) _mean[cell] += (detail - _mean[cell]) * (1 - MathF.Exp(-stepSeconds / AverageSeconds));
        if (Math.Abs(whole) > FadeStep) return;
        _best[cell] = Math.Max(_mean[cell], _best[cell] + (_mean[cell] - _best[cell]) * (1 - MathF.Exp(-stepSeconds / MemorySeconds)));
    }
}

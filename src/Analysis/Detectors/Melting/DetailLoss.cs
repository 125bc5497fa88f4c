namespace FunctionsPipeline.Analysis;

/// <summary>How much detail the content of each cell has lost since it came into view, followed along its motion.</summary>
internal sealed class DetailLoss(CellGrid grid) : ICellField
{
    /// <summary>Slow melting must add up, what happened long ago must not.</summary>
    private const float MemorySeconds = 3f;

    /// <summary>Squared gradient added to both sides of a ratio, in units of the noise: weak texture comes and goes with coding.</summary>
    private const float FloorNoises = 4;

    /// <summary>Loss, as a logarithm, that turning, scaling and coding explain.</summary>
    private const float Explained = 0.3f;

    /// <summary>A residual so many times the root of the detail means that something else is there now.</summary>
    private const float ReplacedRatio = 0.6f;

    private readonly float[] _sorted = new float[grid.Count];
    private float[] _change = new float[grid.Count];
    private float[] _moved = new float[grid.Count];
    private readonly float[] _raw = new float[grid.Count];

    /// <summary>Lost detail as a natural logarithm of squared gradients, beyond what is explained.</summary>
    public float[] Strength { get; } = new float[grid.Count];

    /// <inheritdoc/>
    public float[] Heat => Strength;

    /// <inheritdoc/>
    public void Clear() => Array.Clear(_change);

    /// <inheritdoc/>
    public bool Measure(CellMeasures cells)
    {
        var (detailed, floor) = (0, 2 + FloorNoises * cells.Noise);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var before = cells.SourceDetail[cell];
            if (before > floor && cells.Detail[cell] > 1) _sorted[detailed++] = MathF.Log(cells.Detail[cell] / before);
        }

        // What the whole picture loses is a fade, a zoom or the focus.
        Array.Sort(_sorted, 0, detailed);
        var whole = detailed > 0 ? MathF.Exp(Math.Clamp(_sorted[detailed / 2], -1, 1)) : 1;
        var keep = MathF.Exp(-cells.StepSeconds / MemorySeconds);
        cells.Advect(_change, _moved);
        (_change, _moved) = (_moved, _change);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var before = cells.SourceDetail[cell] * whole;
            var isSame = cells.IsFollowed(cell) && cells.IsOneMotion(cell) && cells.Residual[cell] < ReplacedRatio * MathF.Sqrt(before + floor);
            var change = MathF.Log((cells.Detail[cell] + floor) / (before + floor));
            _change[cell] = isSame ? Math.Min(0, _change[cell] * keep + change) : 0;
            _raw[cell] = Math.Max(0, -_change[cell] - Explained);
        }

        CellSmoothing.Smooth(grid, _raw, Strength);
        return detailed >= 0.02 * grid.Count;
    }
}

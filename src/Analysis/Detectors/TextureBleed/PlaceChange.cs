namespace FunctionsPipeline.Analysis;

/// <summary>How far the colour of each cell's content has drifted from what motion explains, followed along its motion.</summary>
internal sealed class PlaceChange(CellGrid grid) : ICellField
{
    /// <summary>Slow spreading must add up, what happened long ago must not.</summary>
    private const float MemorySeconds = 3f;

    /// <summary>A change must stay so long to count: sparks and flicker do not.</summary>
    private const float SettleSeconds = 0.25f;

    /// <summary>Levels that coding and errors of motion explain.</summary>
    private const float Explained = 4;

    private readonly Drift _luma = new(grid);
    private readonly Drift _blue = new(grid);
    private readonly Drift _red = new(grid);
    private readonly float[] _raw = new float[grid.Count];

    /// <summary>Lasting change of colour, levels.</summary>
    public float[] Strength { get; } = new float[grid.Count];

    /// <inheritdoc/>
    public float[] Heat => Strength;

    /// <inheritdoc/>
    public void Clear()
    {
        _luma.Clear();
        _blue.Clear();
        _red.Clear();
    }

    /// <inheritdoc/>
    public bool Measure(CellMeasures cells)
    {
        _luma.Add(cells, cells.Mean.Luma, cells.Change.Luma);
        _blue.Add(cells, cells.Mean.Blue, cells.Change.Blue);
        _red.Add(cells, cells.Mean.Red, cells.Change.Red);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (luma, blue, red) = (_luma.Settled[cell], _blue.Settled[cell], _red.Settled[cell]);
            _raw[cell] = Math.Max(0, MathF.Sqrt(luma * luma + blue * blue + red * red) - Explained);
        }

        CellSmoothing.Smooth(grid, _raw, Strength);
        return true;
    }

    /// <summary>The drift of one plane.</summary>
    private sealed class Drift(CellGrid grid)
    {
        private readonly float[] _sorted = new float[grid.Count];
        private float[] _sum = new float[grid.Count];
        private float[] _settled = new float[grid.Count];
        private float[] _moved = new float[grid.Count];

        public float[] Settled => _settled;

        public void Clear()
        {
            Array.Clear(_sum);
            Array.Clear(_settled);
        }

        public void Add(CellMeasures cells, float[] mean, float[] change)
        {
            var (offset, gain) = Whole(mean, change);
            var keep = MathF.Exp(-cells.StepSeconds / MemorySeconds);
            var settle = 1 - MathF.Exp(-cells.StepSeconds / SettleSeconds);
            cells.Advect(_sum, _moved);
            (_sum, _moved) = (_moved, _sum);
            cells.Advect(_settled, _moved);
            (_settled, _moved) = (_moved, _settled);
            for (var cell = 0; cell < grid.Count; cell++)
            {
                if (!cells.IsFollowed(cell))
                {
                    (_sum[cell], _settled[cell]) = (0, 0);
                    continue;
                }

                _sum[cell] = _sum[cell] * keep + change[cell] - offset - gain * mean[cell];
                _settled[cell] += (_sum[cell] - _settled[cell]) * settle;
            }
        }

        /// <summary>The offset and the gain by which most of the picture changes: a fade, or the light.</summary>
        private (float Offset, float Gain) Whole(float[] mean, float[] change)
        {
            change.CopyTo(_sorted, 0);
            Array.Sort(_sorted);
            var middle = _sorted[_sorted.Length / 2];
            var spread = Math.Max(1, 2 * (_sorted[_sorted.Length * 3 / 4] - _sorted[_sorted.Length / 4]));
            var (n, x, y, xx, xy) = (0f, 0f, 0f, 0f, 0f);
            for (var cell = 0; cell < change.Length; cell++)
            {
                if (Math.Abs(change[cell] - middle) > spread) continue;
                n++;
                x += mean[cell];
                y += change[cell];
                xx += mean[cell] * mean[cell];
                xy += mean[cell] * change[cell];
            }

            var variance = xx / n - x / n * (x / n);
            if (variance < 1) return (middle, 0);
            var gain = (xy / n - x / n * (y / n)) / variance;
            return (y / n - gain * x / n, gain);
        }
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// How well the picture itself bears out that a place bends, 0 to 1 a cell. Motion that was measured may be wrong: in stripes, in glitter
/// and leaves, where something is covered. So two questions are put to the pixels of a fifth of a second before. Does the measured motion
/// explain them, where the camera's alone does not? And is what neighbouring cells move against each other, besides turning together,
/// more than the change that the motion leaves unexplained?
/// </summary>
/// <remarks>
/// Errors are mean squared differences of luma, levels squared. What a displacement changes is, to first order, the squared gradient
/// times the squared displacement (Lucas and Kanade 1981).
/// </remarks>
internal sealed class BendEvidence(CellGrid grid, PastPictures past)
{
    /// <summary>
    /// Share of the change that the measured motion explains, at which it counts for nothing; it counts for all where it explains
    /// everything. What bends is the same thing before and after, so little is left unexplained. Of leaves, of water and of the
    /// border of something that moves, much is, because another thing comes to light.
    /// </summary>
    private const float ExplainedMin = 0.7f;

    /// <summary>Share of bending in all that changes besides turning and shifting, at which it counts for nothing and for all.</summary>
    private const float BendingMin = 0.6f;
    private const float BendingFull = 0.95f;

    /// <summary>What strain counts where the pixels do not bear it out: in fine texture, and where it is small or slow, they cannot.</summary>
    private const float Unproven = 0.25f;

    /// <summary>Squared levels of rounding and coding that are always there.</summary>
    private const float ErrorFloor = 0.5f;

    /// <summary>Undone strain below this is not looked into.</summary>
    private const float StrainMin = 0.01f;

    /// <summary>Pixels looked at along a cell's side: nine of a cell, more than two hundred of the cells that are judged together.</summary>
    private const int SamplesPerSide = 3;

    /// <summary>Cells to each side that are looked at together, as many as <see cref="CellAreas"/> looks at: over fewer, slow bends are lost in errors.</summary>
    private const int Reach = 2;

    private readonly int _stepPx = (grid.CellPx + SamplesPerSide - 1) / SamplesPerSide;
    private readonly bool[] _isAsked = new bool[grid.Count];
    private readonly float[] _moved = new float[grid.Count];
    private readonly float[] _stayed = new float[grid.Count];
    private readonly float[] _movedAround = new float[grid.Count];
    private readonly float[] _stayedAround = new float[grid.Count];
    private readonly float[] _ownX = new float[grid.Count];
    private readonly float[] _ownY = new float[grid.Count];
    private float[] _weight = new float[grid.Count];
    private float[] _weightBefore = new float[grid.Count];
    private float[] _weightTwoBefore = new float[grid.Count];

    /// <summary>Forgets the frames before.</summary>
    public void Clear()
    {
        Array.Clear(_weight);
        Array.Clear(_weightBefore);
    }

    /// <summary>Multiplies strain by what speaks for it: the median of three frames, so that one in which the motion is wrong does not count.</summary>
    /// <param name="cells">The newest frame's cells.</param>
    /// <param name="strain">Undone strain, a value a cell.</param>
    public void Weigh(CellMeasures cells, Span<float> strain)
    {
        (_weight, _weightBefore, _weightTwoBefore) = (_weightTwoBefore, _weight, _weightBefore);
        Array.Clear(_weight);
        if (past.Lag > 0 && FindAsked(strain)) FindWeights(cells);
        for (var cell = 0; cell < strain.Length; cell++)
        {
            strain[cell] *= Unproven + (1 - Unproven) * OrderStatistic.MedianOfThree(_weight[cell], _weightBefore[cell], _weightTwoBefore[cell]);
        }
    }

    private void FindWeights(CellMeasures cells)
    {
        past.FindWays();
        FindOwnWays();
        for (var cell = 0; cell < grid.Count; cell++) (_moved[cell], _stayed[cell]) = _isAsked[cell] ? Errors(cell) : (0, 0);
        SmoothTwice(_moved, _movedAround);
        SmoothTwice(_stayed, _stayedAround);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            if (!_isAsked[cell]) continue;
            var error = _movedAround[cell];
            if (error >= (1 - ExplainedMin) * _stayedAround[cell]) continue;
            var bending = Bending(cells, cell);
            var explained = 1 - error / _stayedAround[cell];
            _weight[cell] = Ramp(explained, ExplainedMin, 1) * Ramp(bending / (bending + error + ErrorFloor), BendingMin, BendingFull);
        }
    }

    /// <summary>Means over as many cells as bending is measured over; those in the middle weigh most.</summary>
    private void SmoothTwice(float[] errors, float[] around)
    {
        CellSmoothing.Smooth(grid, errors, around);
        around.CopyTo(errors, 0);
        CellSmoothing.Smooth(grid, errors, around);
    }

    private static float Ramp(float value, float from, float to) => Math.Clamp((value - from) / (to - from), 0, 1);

    /// <summary>Finds the cells with strain and those around them.</summary>
    private bool FindAsked(ReadOnlySpan<float> strain)
    {
        Array.Clear(_isAsked);
        var isAny = false;
        for (var cell = 0; cell < grid.Count; cell++)
        {
            if (strain[cell] < StrainMin) continue;
            isAny = true;
            var (column, row) = (cell % grid.Columns, cell / grid.Columns);
            for (var y = Math.Max(0, row - Reach); y <= Math.Min(grid.Rows - 1, row + Reach); y++)
            {
                for (var x = Math.Max(0, column - Reach); x <= Math.Min(grid.Columns - 1, column + Reach); x++) _isAsked[y * grid.Columns + x] = true;
            }
        }

        return isAny;
    }

    private void FindOwnWays()
    {
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (x, y) = grid.Middle(cell);
            var (cameraX, cameraY) = past.Camera.Apply(x, y);
            (_ownX[cell], _ownY[cell]) = (past.WayX[cell] - (float)(x - cameraX), past.WayY[cell] - (float)(y - cameraY));
        }
    }

    /// <summary>
    /// Variance of what differs from the earlier picture: moved along the measured motion, and along the camera's. A change of light is in
    /// the mean, which does not count.
    /// </summary>
    private (float Moved, float Stayed) Errors(int cell)
    {
        var (column, row) = (cell % grid.Columns, cell / grid.Columns);
        var (centreX, centreY) = grid.Middle(cell);
        var (left, right) = (column > 0 ? cell - 1 : cell, column < grid.Columns - 1 ? cell + 1 : cell);
        var (above, below) = (row > 0 ? cell - grid.Columns : cell, row < grid.Rows - 1 ? cell + grid.Columns : cell);
        var (acrossPx, downPx) = (Math.Max(1, right - left) * grid.CellPx, Math.Max(1, (below - above) / grid.Columns) * grid.CellPx);
        var (wayXAcross, wayXDown) = ((past.WayX[right] - past.WayX[left]) / acrossPx, (past.WayX[below] - past.WayX[above]) / downPx);
        var (wayYAcross, wayYDown) = ((past.WayY[right] - past.WayY[left]) / acrossPx, (past.WayY[below] - past.WayY[above]) / downPx);
        var camera = past.Camera;
        var (cameraStepX, cameraStepY) = ((float)camera.A * _stepPx, (float)camera.D * _stepPx);
        var now = past.Newest;
        var earlier = past.Earlier;
        var (moved, stayed) = (default(Spread), default(Spread));
        for (var y = grid.Top(row); y < grid.Bottom(row); y += _stepPx)
        {
            var (startX, startY) = camera.Apply(grid.Left(column), y);
            var (cameraX, cameraY) = ((float)startX, (float)startY);
            for (var x = grid.Left(column); x < grid.Right(column); x += _stepPx)
            {
                var (fromX, fromY) = (x - centreX, y - centreY);
                float luma = now[y * grid.WidthPx + x];
                var wayX = past.WayX[cell] + wayXAcross * fromX + wayXDown * fromY;
                var wayY = past.WayY[cell] + wayYAcross * fromX + wayYDown * fromY;
                moved.Add(luma - Pixel(earlier, x - wayX, y - wayY));
                stayed.Add(luma - Pixel(earlier, cameraX, cameraY));
                (cameraX, cameraY) = (cameraX + cameraStepX, cameraY + cameraStepY);
            }
        }

        return (moved.Variance, stayed.Variance);
    }

    /// <summary>A pixel between pixels, levels; beyond the picture its border counts.</summary>
    private float Pixel(ReadOnlySpan<byte> luma, float x, float y)
    {
        (x, y) = (Math.Clamp(x, 0, grid.WidthPx - 1.001f), Math.Clamp(y, 0, grid.HeightPx - 1.001f));
        var (column, row) = ((int)x, (int)y);
        var (shareX, shareY) = (x - column, y - row);
        var pixel = row * grid.WidthPx + column;
        var top = luma[pixel] + (luma[pixel + 1] - luma[pixel]) * shareX;
        var bottom = luma[pixel + grid.WidthPx] + (luma[pixel + grid.WidthPx + 1] - luma[pixel + grid.WidthPx]) * shareX;
        return top + (bottom - top) * shareY;
    }

    /// <summary>
    /// What the cells around move besides shifting and turning together, as the mean squared change of luma that it makes: the residual of
    /// a fit of a rigid motion in which cells with more detail weigh more.
    /// </summary>
    private float Bending(CellMeasures cells, int cell)
    {
        var (column, row) = (cell % grid.Columns, cell / grid.Columns);
        var (sum, sumX, sumY, sumU, sumV) = (1e-3f, 0f, 0f, 0f, 0f);
        var (squares, turns, arms, count) = (0f, 0f, 0f, 0);
        for (var y = Math.Max(0, row - Reach); y <= Math.Min(grid.Rows - 1, row + Reach); y++)
        {
            for (var x = Math.Max(0, column - Reach); x <= Math.Min(grid.Columns - 1, column + Reach); x++)
            {
                var near = y * grid.Columns + x;
                var (weight, armX, armY) = (cells.Detail[near], (float)((x - column) * grid.CellPx), (float)((y - row) * grid.CellPx));
                var (wayX, wayY) = (_ownX[near], _ownY[near]);
                sum += weight;
                (sumX, sumY) = (sumX + weight * armX, sumY + weight * armY);
                (sumU, sumV) = (sumU + weight * wayX, sumV + weight * wayY);
                squares += weight * (wayX * wayX + wayY * wayY);
                turns += weight * (armX * wayY - armY * wayX);
                arms += weight * (armX * armX + armY * armY);
                count++;
            }
        }

        var shifted = squares - (sumU * sumU + sumV * sumV) / sum;
        var turned = turns - (sumX * sumV - sumY * sumU) / sum;
        var spread = Math.Max(1e-3f, arms - (sumX * sumX + sumY * sumY) / sum);
        return Math.Max(0, shifted - turned * turned / spread) / count;
    }

    private struct Spread
    {
        private float _sum;
        private float _squares;
        private int _count;

        public readonly float Variance => Math.Max(0, _squares / _count - _sum / _count * (_sum / _count));

        public void Add(float value)
        {
            _sum += value;
            _squares += value * value;
            _count++;
        }
    }
}

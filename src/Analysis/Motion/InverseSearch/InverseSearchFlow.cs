namespace FunctionsPipeline.Analysis;

/// <summary>
/// Dense optical flow by inverse search on a pyramid (Kroeger and others, "Fast optical flow using dense inverse search", 2016): patches
/// are moved on each level from where the coarser level put them, and blended into a flow of that level. All buffers are made once.
/// </summary>
internal sealed class InverseSearchFlow
{
    private readonly FlowSettings _settings;
    private readonly int _finestLevel;
    private readonly PatchGrid[] _grids;
    private readonly PatchBlend[] _blends;

    public InverseSearchFlow(FlowPyramid pyramid, FlowSettings settings)
    {
        settings.Validate();
        _settings = settings;
        _finestLevel = Math.Min(settings.FinestLevel, pyramid.Levels.Length - 1);
        _grids = [.. pyramid.Levels.Select(level => new PatchGrid(level.WidthPx, level.HeightPx, settings.PatchStridePx))];
        _blends = [.. pyramid.Levels.Select(level => new PatchBlend(level.WidthPx, level.HeightPx))];
    }

    /// <summary>Computes where what is in one picture lies in the other.</summary>
    public void Compute(FlowPyramid from, FlowPyramid to, FlowField result)
    {
        for (var level = from.Levels.Length - 1; level >= _finestLevel; level--)
        {
            var (grid, blend) = (_grids[level], _blends[level]);
            var (one, other) = (from.Levels[level], to.Levels[level]);
            Start(grid, level);
            var steps = level == _finestLevel ? _settings.FinestSteps : _settings.CoarseSteps;
            RowBands.Run(_settings.Threads, grid.Rows, (first, end) =>
            {
                for (var row = first; row < end; row++) PatchSearch.SolveRow(one, other, grid, row, steps);
            });
            RowBands.Run(_settings.Threads, one.HeightPx, (first, end) => blend.Fill(one, other, grid, first, end));
        }

        var flow = _blends[_finestLevel];
        RowBands.Run(_settings.Threads, result.HeightPx, (first, end) => FlowEnlargement.Fill(flow, _finestLevel, result, first, end));
    }

    private void Start(PatchGrid grid, int level)
    {
        if (level == _grids.Length - 1)
        {
            Array.Clear(grid.X);
            Array.Clear(grid.Y);
            return;
        }

        var coarser = _blends[level + 1];
        for (var row = 0; row < grid.Rows; row++)
        {
            for (var column = 0; column < grid.Columns; column++)
            {
                var index = row * grid.Columns + column;
                var x = (grid.LeftPx(column) + PatchSearch.SidePx / 2) / 2;
                var y = (grid.TopPx(row) + PatchSearch.SidePx / 2) / 2;
                (x, y) = (Math.Min(x, coarser.X.WidthPx - 1), Math.Min(y, coarser.X.HeightPx - 1));
                (grid.X[index], grid.Y[index]) = (2 * coarser.X.Row(y)[x], 2 * coarser.Y.Row(y)[x]);
            }
        }
    }
}

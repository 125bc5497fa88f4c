namespace FunctionsPipeline.Analysis;

/// <summary>
/// Dense optical flow by inverse search on a pyramid (Kroeger and others, "Fast optical flow using dense inverse search", 2016): patches
/// are moved on each level from where the coarser level put them, and blended into a flow of that level. All buffers are made once.
/// </summary>
internal sealed class InverseSearchFlow
{
    /// <summary>Sweeps that let neighbours agree.</summary>
    private static readonly int Sweeps = int.Parse(Environment.GetEnvironmentVariable("SW") ?? "4");

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
            for (var sweep = 0; sweep < Sweeps; sweep++)
            {
                grid.Frame();
                RowBands.Run(_settings.Threads, grid.Rows, (first, end) =>
                {
                    for (var row = first; row < end; row++) PatchSmoothing.SweepRow(grid, row);
                });
                grid.Swap();
            }

            RowBands.Run(_settings.Threads, one.HeightPx, (first, end) => blend.Fill(one, other, grid, first, end));
        }

        Enlarge(result);
    }

    /// <summary>Brings the finest level's flow to the size of the picture.</summary>
    private void Enlarge(FlowField result)
    {
        for (var level = _finestLevel; level > 1; level--)
        {
            var finer = _blends[level - 1];
            Double(_blends[level], finer.X.HeightPx, y => finer.X.Row(y), y => finer.Y.Row(y));
        }

        if (_finestLevel > 0)
        {
            var width = result.WidthPx;
            Double(_blends[1], result.HeightPx, y => result.X.AsSpan(y * width, width), y => result.Y.AsSpan(y * width, width));
            return;
        }

        for (var y = 0; y < result.HeightPx; y++)
        {
            _blends[0].X.Row(y).CopyTo(result.X.AsSpan(y * result.WidthPx));
            _blends[0].Y.Row(y).CopyTo(result.Y.AsSpan(y * result.WidthPx));
        }
    }

    private void Double(PatchBlend flow, int rows, Func<int, Span<float>> rowX, Func<int, Span<float>> rowY)
    {
        flow.X.Frame();
        flow.Y.Frame();
        RowBands.Run(_settings.Threads, rows, (first, end) =>
        {
            for (var y = first; y < end; y++)
            {
                FlowEnlargement.FillRow(flow.X, rowX(y), y);
                FlowEnlargement.FillRow(flow.Y, rowY(y), y);
            }
        });
    }

    private void Start(PatchGrid grid, int level)
    {
        if (level == _grids.Length - 1)
        {
            grid.Clear();
            return;
        }

        var coarser = _blends[level + 1];
        for (var row = 0; row < grid.Rows; row++)
        {
            for (var column = 0; column < grid.Columns; column++)
            {
                var entry = grid.Entry(row, column);
                var x = (grid.LeftPx(column) + PatchSearch.SidePx / 2) / 2;
                var y = (grid.TopPx(row) + PatchSearch.SidePx / 2) / 2;
                (x, y) = (Math.Min(x, coarser.X.WidthPx - 1), Math.Min(y, coarser.X.HeightPx - 1));
                (grid.X[entry], grid.Y[entry]) = (2 * coarser.X.Row(y)[x], 2 * coarser.Y.Row(y)[x]);
            }
        }
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Dense optical flow by inverse search on a pyramid (Kroeger and others, "Fast optical flow using dense inverse search", 2016): patches
/// are moved on each level from where the coarser level put them, and blended into a flow of that level. All buffers are made once.
/// </summary>
internal sealed class InverseSearchFlow
{
    /// <summary>Sweeps that let neighbours agree after each step: more of them blur the edges of moving things.</summary>
    internal const int Sweeps = 4;

    /// <summary>Rows that are blended at a time, so that their sums stay in the cache.</summary>
    private const int StripRows = 16;

    private readonly FlowSettings _settings;
    private readonly int _finestLevel;
    private readonly PatchGrid[] _grids;
    private readonly PatchBlend[] _blends;

    public InverseSearchFlow(FlowPyramid pyramid, FlowSettings settings)
    {
        settings.Validate();
        _settings = settings;
        _finestLevel = Math.Min(settings.FinestLevel, pyramid.Levels.Length - 1);
        _grids = [.. pyramid.Levels.Select((level, number) => new PatchGrid(level.WidthPx, level.HeightPx, StrideOf(number)))];
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
            for (var round = 0; round < Rounds(level); round++)
            {
                ForRows(grid, row => PatchSearch.StepRow(one, other, grid, row));
                for (var sweep = 0; sweep < Sweeps; sweep++) ForRows(grid, row => PatchSmoothing.SweepRow(grid, row));
            }

            RowSplit.Run(_settings.Threads, one.HeightPx, (first, end) =>
            {
                for (var strip = first; strip < end; strip += StripRows)
                {
                    var stripEnd = Math.Min(end, strip + StripRows);
                    blend.Fill(one, other, grid, strip, stripEnd);
                    if (level == 0) blend.CopyTo(result, strip, stripEnd);
                }
            });
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
        }
    }

    private void Double(PatchBlend flow, int rows, Func<int, Span<float>> rowX, Func<int, Span<float>> rowY)
    {
        flow.X.Frame();
        flow.Y.Frame();
        RowSplit.Run(_settings.Threads, rows, (first, end) =>
        {
            for (var y = first; y < end; y++)
            {
                FlowEnlargement.FillRow(flow.X, rowX(y), y);
                FlowEnlargement.FillRow(flow.Y, rowY(y), y);
            }
        });
    }

    private int Rounds(int level) => (level - _finestLevel) switch
    {
        0 => _settings.FinestRounds,
        1 => _settings.SecondRounds,
        _ => _settings.CoarseRounds,
    };

    private int StrideOf(int level) => level == _finestLevel ? _settings.FinestStridePx : _settings.CoarseStridePx;

    /// <summary>Lets each row of patches be computed from the grid's motion, and takes the results over.</summary>
    private void ForRows(PatchGrid grid, Action<int> compute)
    {
        grid.Frame();
        RowSplit.Run(_settings.Threads, grid.Rows, (first, end) =>
        {
            for (var row = first; row < end; row++) compute(row);
        });
        grid.Swap();
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

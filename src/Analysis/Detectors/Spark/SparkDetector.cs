namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds sparks: small spots, bright or colourful, that appear where nothing like them was and are gone within half a second. Things that
/// move, textures that pass, noise, flashes and cuts have a past or a future, or are everywhere.
/// </summary>
/// <remarks>
/// Measured at full size. The raw measure is the greatest number of sparks in one place within some two seconds, each weighed by its
/// strength; older ones fade out of the sum. Abstains when the video is too short.
/// </remarks>
public sealed class SparkDetector : IDetector
{
    private const int FramesMin = 5;

    private readonly FrameSeries _series = new();
    private readonly List<SparkCandidate> _sparks = [];
    private SparkBursts? _bursts;
    private readonly SparkTracker _tracker = new();
    private SparkBirths? _births;
    private SparkGrid? _grid;
    private SparkGrid? _previous;
    private int[] _origins = [];
    private int _frames;

    /// <inheritdoc/>
    public string Id => "spark";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        var measures = observation.Measures;
        _frames++;
        if (_grid is null || _previous is null || _births is null || _bursts is null)
        {
            (_grid, _previous) = (new SparkGrid(observation.Frame.Format), new SparkGrid(observation.Frame.Format));
            _births = new SparkBirths(_grid);
            _bursts = new SparkBursts(observation.Frame.Format, _grid.CellPx);
            _origins = new int[_grid.Columns * _grid.Rows];
        }

        (_grid, _previous) = (_previous, _grid);
        _grid.Measure(observation.Frame);
        if (!measures.HasDifference || measures.IsCut || measures.IsBlack)
        {
            _tracker.Forget();
            return;
        }

        Locate(observation.Motion, observation.Working.Size.Scale, _grid);
        _sparks.Clear();
        _tracker.Follow(_grid, _births.Find(_grid, _previous, _origins), measures.TimestampSeconds, _sparks);
        foreach (var spark in _sparks) _bursts.Add(spark, measures.TimestampSeconds);
        _series.Add(measures.TimestampSeconds, _bursts.Greatest(measures.TimestampSeconds));
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        if (_frames < FramesMin || _bursts is null) return DetectorResult.AbstainAsTooShort(Id, _frames);
        return DetectorResult.Measured(Id, OperatingPoints.Score(Id, _bursts.Worst), _bursts.ToFindings()) with { Series = _series.ToList() };
    }

    /// <summary>Works out where the content of each cell was in the frame before.</summary>
    private void Locate(FrameMotion motion, int scale, SparkGrid grid)
    {
        for (var row = 0; row < grid.Rows; row++)
        {
            for (var column = 0; column < grid.Columns; column++)
            {
                var cell = row * grid.Columns + column;
                _origins[cell] = cell;
                if (!motion.IsKnown) continue;
                var flow = motion.Backward;
                var x = Math.Min(flow.WidthPx - 1, (int)((column + 0.5) * grid.CellPx / scale));
                var y = Math.Min(flow.HeightPx - 1, (int)((row + 0.5) * grid.CellPx / scale));
                var at = y * flow.WidthPx + x;
                var fromColumn = (int)((x + flow.X[at]) * scale / grid.CellPx);
                var fromRow = (int)((y + flow.Y[at]) * scale / grid.CellPx);
                _origins[cell] = Math.Clamp(fromRow, 0, grid.Rows - 1) * grid.Columns + Math.Clamp(fromColumn, 0, grid.Columns - 1);
            }
        }
    }
}

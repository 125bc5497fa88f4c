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
        }

        (_grid, _previous) = (_previous, _grid);
        _grid.Measure(observation.Frame);
        if (!measures.HasDifference || measures.IsCut || measures.IsBlack)
        {
            _tracker.Forget();
            return;
        }

        var origins = new SparkOrigins(observation.Motion, observation.Working.Size.Scale, _grid);
        _sparks.Clear();
        _tracker.Follow(_grid, _births.Find(_grid, _previous, origins), measures.TimestampSeconds, _sparks);
        foreach (var spark in _sparks) _bursts.Add(spark, measures.TimestampSeconds);
        _series.Add(measures.TimestampSeconds, _bursts.Greatest(measures.TimestampSeconds));
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        if (_frames < FramesMin || _bursts is null) return DetectorResult.AbstainAsTooShort(Id, _frames);
        return DetectorResult.Measured(Id, OperatingPoints.Score(Id, _bursts.Worst), _bursts.ToFindings()) with { Series = _series.ToList() };
    }
}

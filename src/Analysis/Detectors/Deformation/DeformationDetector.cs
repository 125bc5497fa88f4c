namespace FunctionsPipeline.Analysis;

/// <summary>
/// What the detectors of deformation have in common: they follow cells of the picture along its motion and sum up what a cell suffers.
/// A cut ends a finding, and sums begin anew.
/// </summary>
public abstract class DeformationDetector : IDetector
{
    /// <summary>Shorter videos show no deformation that a viewer could see develop.</summary>
    private const int FramesMin = 8;

    private readonly CellMeasures _cells;
    private readonly DeformationTrace _trace;
    private ICellField? _field;
    private CellTop? _top;
    private int _frames;
    private bool _wasKnown;
    private bool _couldMeasure;

    private protected DeformationDetector(CellMeasures cells, DeformationTrace trace) => (_cells, _trace) = (cells, trace);

    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <summary>Why nothing could be measured in a video of which no frame could be.</summary>
    private protected abstract string NothingToMeasure { get; }

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        _frames++;
        _cells.Measure(observation);
        if (_field is null)
        {
            (_field, _top) = (CreateField(_cells.Grid!), new CellTop(_cells.Grid!));
            _trace.Begin(_cells.Grid!, observation.Working.Size, observation.Frame.Format);
        }

        if (!_cells.IsKnown)
        {
            _field.Clear();
            _trace.End();
            return;
        }

        _wasKnown = true;
        _couldMeasure |= _field.Measure(observation, _cells);
        _trace.Add(_cells.Seconds, _top!.Mean(_field.Strength), _field.Heat);
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        if (_frames < FramesMin) return DetectorResult.AbstainAsTooShort(Id, _frames);
        if (!_wasKnown) return DetectorResult.Abstain(Id, "no two frames show the same shot");
        if (!_couldMeasure) return DetectorResult.Abstain(Id, NothingToMeasure);
        _trace.End();
        return _trace.ToResult();
    }

    private protected abstract ICellField CreateField(CellGrid grid);
}

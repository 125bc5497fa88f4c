namespace FunctionsPipeline.Analysis;

/// <summary>Finds stretches of black, see <see cref="FrameMeasures.IsBlack"/>.</summary>
public sealed class BlackDetector : IDetector
{
    /// <summary>Black that lasts so long reaches the operating point; twice as much is a full score. Shorter is a blink at a cut.</summary>
    private const double DetectedSeconds = 0.25;

    private readonly FindingList _findings = new();
    private double? _start;
    private double _lastSeconds;
    private double _stepSeconds;
    private double _blackSeconds;

    /// <inheritdoc/>
    public string Id => "black";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        var measures = observation.Measures;
        _stepSeconds = measures.TimestampSeconds - _lastSeconds;
        _lastSeconds = measures.TimestampSeconds;
        if (measures.IsBlack) _start ??= measures.TimestampSeconds;
        else if (_start is not null) End(measures.TimestampSeconds);
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        // The last frame is shown as long as the one before it.
        if (_start is not null) End(_lastSeconds + _stepSeconds);
        return DetectorResult.Measured(Id, OperatingPoints.Score(Id, _blackSeconds), _findings.ToList());
    }

    private void End(double endSeconds)
    {
        var seconds = endSeconds - _start!.Value;
        _blackSeconds += seconds;
        _findings.Add(new DetectorFinding(_start.Value, endSeconds, Math.Min(1, seconds)));
        _start = null;
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds stretches of black, see <see cref="FrameMeasures.IsBlack"/>. Black that a shot fades into, or fades in from, is a cut's punctuation
/// unless it stays.
/// </summary>
/// <remarks>The raw measure is seconds of black, all stretches added up.</remarks>
public sealed class BlackDetector : IDetector
{
    /// <summary>Black of full severity, seconds.</summary>
    private const double WorstSeconds = 1;

    /// <summary>Black between fades that is left out of a stretch: editors hold it for half a second and seldom longer than this.</summary>
    private const double FadeSeconds = 1;

    /// <summary>A fade is looked for so long before and after black.</summary>
    private const double FadeReachSeconds = 0.5;

    /// <summary>
    /// Brightness of the frame next to black, as a share of the brightest within reach: below it, the picture had faded before it was gone.
    /// </summary>
    private const double FadedShareMax = 0.6;

    /// <summary>Luma of black, from which brightness is counted.</summary>
    private const double BlackLuma = 16;

    private readonly FindingList _findings = new();
    private readonly FrameSeries _series = new();
    private readonly Queue<(double Seconds, double Brightness)> _before = new();
    private double? _start;
    private double _end;
    private bool _hasFadedOut;
    private double _firstAfter;
    private double _greatestAfter;
    private bool _isOver;
    private double _lastSeconds;
    private double _stepSeconds;
    private double _blackSeconds;

    /// <inheritdoc/>
    public string Id => "black";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        var measures = observation.Measures;
        var seconds = measures.TimestampSeconds;
        _stepSeconds = seconds - _lastSeconds;
        _lastSeconds = seconds;
        _series.Add(seconds, measures.IsBlack ? 1 : 0);
        if (measures.IsBlack) Darken(seconds);
        else Lighten(seconds, Math.Max(0, measures.MeanLuma - BlackLuma));
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        // The last frame is shown as long as the one before it.
        if (_start is not null && !_isOver) (_end, _isOver) = (_lastSeconds + _stepSeconds, true);
        Close();
        return DetectorResult.Measured(Id, OperatingPoints.Score(Id, _blackSeconds), _findings.ToList()) with { Series = _series.ToList() };
    }

    private void Darken(double seconds)
    {
        if (_isOver) Close();
        if (_start is not null) return;
        _start = seconds;
        _hasFadedOut = _before.Count > 0 && IsFaded(_before.Last().Brightness, _before.Max(frame => frame.Brightness));
        _before.Clear();
    }

    private void Lighten(double seconds, double brightness)
    {
        _before.Enqueue((seconds, brightness));
        while (seconds - _before.Peek().Seconds > FadeReachSeconds) _before.Dequeue();
        if (_start is null) return;
        if (!_isOver) (_end, _isOver, _firstAfter, _greatestAfter) = (seconds, true, brightness, brightness);
        _greatestAfter = Math.Max(_greatestAfter, brightness);
        if (seconds - _end >= FadeReachSeconds) Close();
    }

    private static bool IsFaded(double nearest, double greatest) => nearest < FadedShareMax * greatest;

    private void Close()
    {
        if (_start is not { } start) return;
        var hasFaded = _hasFadedOut || IsFaded(_firstAfter, _greatestAfter);
        var seconds = _end - start - (hasFaded ? FadeSeconds : 0);
        if (seconds > 0)
        {
            _blackSeconds += seconds;
            _findings.Add(new DetectorFinding(start, _end, Math.Min(1, seconds / WorstSeconds)));
        }

        (_start, _isOver, _hasFadedOut, _firstAfter, _greatestAfter) = (null, false, false, 0, 0);
    }
}

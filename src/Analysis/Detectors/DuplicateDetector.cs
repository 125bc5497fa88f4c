namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds frames that are shown twice in the middle of motion, which a viewer sees as judder: the change from the frame before falls to
/// next to nothing while it is great just before and just after. Regular repeats, as a changed frame rate leaves them, count too.
/// </summary>
/// <remarks>
/// A stretch long enough to be a freeze is left to <see cref="FreezeDetector"/>. The raw measure is the greatest share of repeats among
/// the frames of any <see cref="WindowSeconds"/>, in percent. Abstains when too little moves, and when the video is too short.
/// </remarks>
public sealed class DuplicateDetector : IDetector
{
    /// <summary>
    /// Change in a repeat as a share of the change on either side. Re-encoding leaves less; motion that turns round leaves more, because
    /// it seldom turns exactly half-way between two frames and everywhere at once.
    /// </summary>
    private const double RepeatShareMax = 0.2;

    /// <summary>Change in a repeat in the block that changes most, luma levels: more is not a repeat, whatever is around it.</summary>
    private const double RepeatDifferenceMax = 2;

    /// <summary>Change in the block that moves most, luma levels: slower motion looks like repeats after compression.</summary>
    private const double MotionMin = 1;

    /// <summary>Moving frames without which nothing can be said.</summary>
    private const int MovingFramesMin = 4;

    private const int FramesMin = 5;

    /// <summary>A share is taken over so long: judder in one scene must not vanish in a long video.</summary>
    private const double WindowSeconds = 2;

    /// <summary>Repeats closer together are one stretch of judder.</summary>
    private const double GapSecondsMax = 0.75;

    /// <summary>Share of repeats of full severity, percent: every other frame.</summary>
    private const double WorstPercent = 50;

    /// <summary>Frames in a window at most, so that a hostile frame rate does not fill memory.</summary>
    private const int WindowFramesMax = 480;

    private readonly FindingList _findings = new();
    private readonly FrameSeries _series = new();
    private readonly Queue<(double Seconds, int Repeats)> _window = new();
    private int _windowRepeats;
    private double _worstPercent;
    private int _frames;
    private int _movingFrames;
    private double _lastSeconds;
    private double? _motionBefore;

    // Frames that may be repeats, until what follows them is known.
    private int _stillFrames;
    private double _stillGreatest;
    private double _stillStartSeconds;

    // Judder that may go on.
    private bool _isInStretch;
    private double _stretchPercent;
    private double _stretchStartSeconds;
    private double _stretchEndSeconds;

    /// <inheritdoc/>
    public string Id => "duplicate";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        var measures = observation.Measures;
        var change = measures.HasDifference ? measures.Difference.GreatestMean(innerOnly: false) : 0;
        if (!measures.HasDifference || measures.IsCut || measures.IsBlack || measures.IsLight) Forget();
        else if (_motionBefore is { } before && change <= Math.Min(RepeatDifferenceMax, RepeatShareMax * before)) Stand(measures, change);
        else Move(measures, change);
        _frames++;
        _lastSeconds = measures.TimestampSeconds;
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        if (_frames < FramesMin) return DetectorResult.AbstainAsTooShort(Id, _frames);
        if (_movingFrames < MovingFramesMin) return DetectorResult.Abstain(Id, "too little moves in the whole video to tell a repeated frame");
        EndStretch();
        // All of a short video is one window.
        if (_lastSeconds < WindowSeconds) _worstPercent = 100.0 * _windowRepeats / (_window.Count + _windowRepeats);
        return DetectorResult.Measured(Id, OperatingPoints.Score(Id, _worstPercent), _findings.ToList()) with { Series = _series.ToList() };
    }

    /// <summary>Nothing on this side of the frame is the motion that went before it.</summary>
    private void Forget() => (_motionBefore, _stillFrames, _stillGreatest) = (null, 0, 0);

    private void Stand(FrameMeasures measures, double change)
    {
        if (_stillFrames++ == 0) _stillStartSeconds = measures.TimestampSeconds;
        _stillGreatest = Math.Max(_stillGreatest, change);
    }

    private void Move(FrameMeasures measures, double change)
    {
        if (change < MotionMin)
        {
            Forget();
            return;
        }

        var isFreeze = FreezeDetector.IsLongEnough(_stillFrames, measures.TimestampSeconds - _stillStartSeconds);
        var repeats = isFreeze || _stillGreatest > RepeatShareMax * change ? 0 : _stillFrames;
        Count(measures.TimestampSeconds, repeats);
        _movingFrames++;
        (_motionBefore, _stillFrames, _stillGreatest) = (change, 0, 0);
    }

    private void Count(double seconds, int repeats)
    {
        _window.Enqueue((seconds, repeats));
        _windowRepeats += repeats;
        while (_window.Count > WindowFramesMax || seconds - _window.Peek().Seconds > WindowSeconds) _windowRepeats -= _window.Dequeue().Repeats;
        var percent = 100.0 * _windowRepeats / (_window.Count + _windowRepeats);
        _series.Add(seconds, percent);
        // A window that is not full yet says little: one repeat in three frames is still one repeat.
        if (seconds >= WindowSeconds) _worstPercent = Math.Max(_worstPercent, percent);
        if (repeats > 0) AddToStretch(seconds);
        if (_isInStretch) _stretchPercent = Math.Max(_stretchPercent, percent);
    }

    private void AddToStretch(double seconds)
    {
        if (_isInStretch && _stillStartSeconds - _stretchEndSeconds > GapSecondsMax) EndStretch();
        if (!_isInStretch) (_isInStretch, _stretchStartSeconds, _stretchPercent) = (true, _stillStartSeconds, 0);
        _stretchEndSeconds = seconds;
    }

    private void EndStretch()
    {
        if (!_isInStretch) return;
        _findings.Add(new DetectorFinding(_stretchStartSeconds, _stretchEndSeconds, Math.Min(1, _stretchPercent / WorstPercent)));
        _isInStretch = false;
    }
}

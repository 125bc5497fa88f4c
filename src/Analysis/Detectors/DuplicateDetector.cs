namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds frames that are shown twice in the middle of motion, which a viewer sees as judder: the change from the frame before falls to
/// next to nothing while it is great just before and just after. Regular repeats, as a changed frame rate leaves them, count too.
/// </summary>
/// <remarks>
/// Rare and strictly regular repeats, as cameras make them that keep a nominal rate, are told by a smaller share: nobody sees them.
/// A stretch long enough to be a freeze is left to <see cref="FreezeDetector"/>. The raw measure is the greatest share of repeats among
/// the frames of any <see cref="WindowSeconds"/>, in percent. Abstains when too little moves, and when the video is too short.
/// </remarks>
public sealed class DuplicateDetector : IDetector
{
    /// <summary>
    /// Change in a repeat as a share of the change on either side. Re-encoding leaves less; motion that turns round leaves more, because
    /// it seldom turns exactly half-way between two frames and everywhere at once.
    /// </summary>
    private const double RepeatShareMax = 0.33;

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

    /// <summary>Frames from one regular repeat to the next from which on they are rare.</summary>
    private const int RareFramesMin = 11;

    /// <summary>Weight of rare regular repeats.</summary>
    private const double RareWeight = 0.3;

    /// <summary>Frames in a window at most, so that a hostile frame rate does not fill memory.</summary>
    private const int WindowFramesMax = 480;

    private readonly FindingList _findings = new();
    private readonly FrameSeries _series = new();
    private readonly Queue<Step> _window = new();
    private int _windowRepeats;
    private int _framesSinceRepeat;
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
        // What moves on after a repeat may jump as far as a cut does.
        var isCut = measures.IsCut && _stillFrames == 0;
        if (!measures.HasDifference || isCut || measures.IsBlack || measures.IsLight) Forget();
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
        if (_lastSeconds < WindowSeconds) _worstPercent = Percent();
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

        var isFreeze = FreezeWatch.IsLongEnough(_stillFrames, measures.TimestampSeconds - _stillStartSeconds);
        var repeats = isFreeze || _stillGreatest > RepeatShareMax * change ? 0 : _stillFrames;
        Count(measures.TimestampSeconds, repeats);
        _movingFrames++;
        (_motionBefore, _stillFrames, _stillGreatest) = (change, 0, 0);
    }

    private void Count(double seconds, int repeats)
    {
        _window.Enqueue(new Step(seconds, repeats, _framesSinceRepeat));
        _framesSinceRepeat = repeats > 0 ? 1 : _framesSinceRepeat + 1;
        _windowRepeats += repeats;
        while (_window.Count > WindowFramesMax || seconds - _window.Peek().Seconds > WindowSeconds) _windowRepeats -= _window.Dequeue().Repeats;
        var percent = Percent();
        _series.Add(seconds, percent);
        // A window that is not full yet says little: one repeat in three frames is still one repeat.
        if (seconds >= WindowSeconds) _worstPercent = Math.Max(_worstPercent, percent);
        if (repeats > 0) AddToStretch(seconds);
        if (_isInStretch) _stretchPercent = Math.Max(_stretchPercent, percent);
    }

    /// <summary>Share of repeats in the window, percent.</summary>
    private double Percent()
    {
        var (least, greatest, repeats) = (int.MaxValue, 0, 0);
        foreach (var step in _window)
        {
            if (step.Repeats == 0) continue;
            // The first one's distance reaches out of the window or to the start of the video.
            if (repeats++ == 0) continue;
            (least, greatest) = (Math.Min(least, step.Distance), Math.Max(greatest, step.Distance));
        }

        var isRare = repeats >= 3 && least >= RareFramesMin && greatest - least <= 1;
        return (isRare ? RareWeight : 1) * 100 * _windowRepeats / (_window.Count + _windowRepeats);
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

    /// <summary>A frame that moved.</summary>
    /// <param name="Seconds">When it is shown.</param>
    /// <param name="Repeats">Repeats just before it.</param>
    /// <param name="Distance">Moving frames since the repeat before.</param>
    private readonly record struct Step(double Seconds, int Repeats, int Distance);
}

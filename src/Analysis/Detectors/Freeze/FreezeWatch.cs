namespace FunctionsPipeline.Analysis;

/// <summary>Collects the stretches in which a picture stands, for one idea of what moves and what stands.</summary>
/// <param name="leastMotion">Mean difference of a block that moves, luma levels: well above a still frame's.</param>
/// <param name="stillDifference">Greatest mean difference of any block in a still frame, luma levels: what re-encoding leaves of a repeated picture.</param>
internal sealed class FreezeWatch(double leastMotion, double stillDifference)
{
    /// <summary>
    /// Motion next to a freeze as a share of the video's mean motion: less means that things were coming to rest. It is well below 1
    /// because encoders blur motion that begins or ends.
    /// </summary>
    private const double MotionShareMin = 0.3;

    /// <summary>The block that stands for the quiet part of the picture: a quarter of the blocks change less.</summary>
    private const int QuietBlock = BlockGrid.Blocks / 4;

    /// <summary>How long an encoder works on a picture that has stopped, or prepares one that will move.</summary>
    private const double SettlingSecondsMax = 0.2;

    /// <summary>
    /// How long motion may take to come up to speed behind a freeze, or to die away before it: an encoder mixes the frames next to the
    /// frozen one with it.
    /// </summary>
    private const double BlendingSecondsMax = 0.1;

    private const int StillFramesMin = 4;
    private const double FreezeSecondsMin = 0.25;

    /// <summary>Stretches remembered for the end, when the mean motion is known.</summary>
    private const int StretchesMax = 1000;

    private readonly List<FreezeStretch> _stretches = [];
    private readonly double[] _blocks = new double[BlockGrid.Blocks];

    // Change in the quiet part of the last frames that did not stand, in turn.
    private readonly double[] _quiet = new double[FreezeStretch.LiveFrames];
    private int _frames;
    private int _movingFrames;
    private double _motionSum;
    private double _lastSeconds;
    private double _stepSeconds;
    private double _lastDifference;

    // The last frame that clearly moved or clearly stood; what comes behind it is an encoder's doing, for a while.
    private double _clearSeconds;

    // The moving frames of the last tenth of a second; the last one waits for what comes behind it.
    private readonly Queue<(double Seconds, FreezeMotion Motion)> _lastMotions = new();
    private FreezeMotion? _movedLast;
    private FreezeStretch? _open;
    private FreezeStretch? _ended;

    /// <summary>True when so many still frames, for so long, are a freeze rather than repeats.</summary>
    public static bool IsLongEnough(int stillFrames, double seconds) => stillFrames >= StillFramesMin && seconds >= FreezeSecondsMin;

    /// <summary>Takes the next frame.</summary>
    public void Observe(FrameMeasures measures)
    {
        _frames++;
        _stepSeconds = measures.TimestampSeconds - _lastSeconds;
        _lastSeconds = measures.TimestampSeconds;
        if (_movedLast is not null) _movedLast.Next = measures.MeanDifference;
        _movedLast = null;
        if (measures.IsBlack || measures.IsCut) BeginShot();
        else if (measures.HasDifference) Classify(measures);
        _lastDifference = measures.MeanDifference;
    }

    /// <summary>The freezes, after the last frame; null when too little moves to tell one.</summary>
    public IReadOnlyList<FreezeStretch>? Complete()
    {
        // The last frame is shown as long as the one before it.
        Close(null, _lastSeconds + _stepSeconds);
        if (_movingFrames == 0 && !_stretches.Exists(stretch => stretch.IsLiveAround)) return null;
        var motionMin = Math.Max(leastMotion, MotionShareMin * _motionSum / Math.Max(1, _movingFrames));
        return [.. _stretches.Where(stretch => stretch.IsFreeze(motionMin))];
    }

    private void Classify(FrameMeasures measures)
    {
        // Things enter and leave at the border; motion that stops there is no sign of a freeze.
        var motion = measures.Difference.GreatestMean(innerOnly: true);
        var quiet = QuietDifference(measures.Difference);
        if (measures.Difference.GreatestMean(innerOnly: false) <= stillDifference)
        {
            _ended?.SeeAfter(quiet);
            Stand(quiet);
            return;
        }

        _quiet[_frames % _quiet.Length] = quiet;
        if (motion >= leastMotion && !measures.IsLight) Move(MotionIn(measures, motion));
        else if (_open is not null && _open.IsLiveAgain(quiet)) Close(FreezeMotion.None, _lastSeconds);
        else if (_lastSeconds - _clearSeconds > SettlingSecondsMax) Fade();
        _ended?.SeeAfter(quiet);
    }

    private FreezeMotion MotionIn(FrameMeasures measures, double greatest) =>
        new(greatest, measures.Difference.BlocksFrom(leastMotion), measures.MeanDifference, _frames == 2 ? measures.MeanDifference : _lastDifference);

    private void BeginShot()
    {
        Close(null, _lastSeconds);
        (_ended, _clearSeconds) = (null, _lastSeconds);
        _lastMotions.Clear();
        Array.Clear(_quiet);
    }

    /// <summary>Change in the quiet part of the picture, luma levels.</summary>
    private double QuietDifference(BlockGrid difference)
    {
        for (var block = 0; block < _blocks.Length; block++) _blocks[block] = difference.Mean(block);
        Array.Sort(_blocks);
        return _blocks[QuietBlock];
    }

    private void Stand(double quiet)
    {
        _open ??= new FreezeStretch(_lastSeconds - _stepSeconds, _clearSeconds, MotionBefore(), _quiet.Min());
        _open.Stand(quiet);
        _clearSeconds = _lastSeconds;
    }

    private void Move(FreezeMotion motion)
    {
        if (_open is not null) Close(motion, _lastSeconds);
        else if (_ended is not null && _lastSeconds - _ended.EndSeconds <= BlendingSecondsMax) _ended.SpeedUp(motion);
        _movingFrames++;
        _motionSum += motion.Greatest;
        while (_lastMotions.TryPeek(out var old) && _lastSeconds - old.Seconds > BlendingSecondsMax) _lastMotions.Dequeue();
        _lastMotions.Enqueue((_lastSeconds, motion));
        (_movedLast, _clearSeconds) = (motion, _lastSeconds);
    }

    /// <summary>The greatest motion of the last moving frames; null where a shot begins.</summary>
    private FreezeMotion? MotionBefore() => _lastMotions.Count == 0 ? null : _lastMotions.MaxBy(last => last.Motion.Greatest).Motion;

    /// <summary>Motion that is too slow to tell: what stands next to it has come to rest.</summary>
    private void Fade()
    {
        _open = null;
        _lastMotions.Clear();
        _lastMotions.Enqueue((_lastSeconds, FreezeMotion.None));
    }

    private void Close(FreezeMotion? after, double endSeconds)
    {
        if (_open is null) return;
        (_open.After, _open.EndSeconds) = (after, endSeconds);
        if (IsLongEnough(_open.StillFrames, _open.Seconds) && _stretches.Count < StretchesMax) _stretches.Add(_open);
        (_ended, _open) = (_open, null);
    }
}

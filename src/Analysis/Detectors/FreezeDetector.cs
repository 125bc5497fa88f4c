using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds stretches where a moving picture stands still. A freeze begins and ends in the middle of motion, and what moved goes on where it
/// was. So a thing that comes to rest, that leaves, or that passes behind another is not frozen. Where a shot begins or ends with the
/// stretch, only motion of the whole picture tells a freeze from a rest.
/// </summary>
/// <remarks>Abstains when too little moves, because a freeze then looks the same, and when the video is too short.</remarks>
public sealed class FreezeDetector : IDetector
{
    /// <summary>Greatest mean difference of any block in a still frame, luma levels: what re-encoding leaves of a repeated picture.</summary>
    private const double StillDifferenceMax = 0.5;

    /// <summary>Mean difference of a block that moves, luma levels: well above a still frame's.</summary>
    private const double MotionMin = 2;

    /// <summary>
    /// Motion next to a freeze as a share of the video's mean motion: less means that things were coming to rest. It is well below 1
    /// because encoders spread a jump over some frames.
    /// </summary>
    private const double MotionShareMin = 0.3;

    /// <summary>Share of the blocks that moved before a freeze and move after it, of the fewer of the two.</summary>
    private const double SameBlocksMin = 0.5;

    /// <summary>Moving blocks that make the whole picture move.</summary>
    private const int WholeBlocksMin = BlockGrid.Blocks / 2;

    /// <summary>Share of a change that is light, from which on nothing is taken to move.</summary>
    private const double LightShareMin = 0.5;

    /// <summary>Mean difference of a cut, luma levels, and how many times the one before it.</summary>
    private const double CutDifferenceMin = 12;
    private const double CutRatioMin = 3;

    /// <summary>How long an encoder works on a picture that has stopped, or prepares one that will move.</summary>
    private const double SettlingSecondsMax = 0.2;

    private const int FramesMin = 7;
    private const int StillFramesMin = 5;
    private const double FreezeSecondsMin = 0.25;

    /// <summary>A freeze that lasts so long reaches the operating point; twice as much is a full score.</summary>
    private const double DetectedSeconds = 0.4;

    /// <summary>Stretches remembered for the end, when the mean motion is known.</summary>
    private const int StretchesMax = 1000;

    private readonly List<Stretch> _stretches = [];
    private int _frames;
    private int _movingFrames;
    private double _motionSum;
    private double _lastDifference;
    private double _lastSeconds;
    private double _stepSeconds;

    // The last frame that clearly moved or clearly stood; what comes behind it is an encoder's doing, for a while.
    private double _clearSeconds;
    private Motion? _lastMotion;
    private Stretch? _open;

    /// <inheritdoc/>
    public string Id => "freeze";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        var measures = observation.Measures;
        _frames++;
        _stepSeconds = measures.TimestampSeconds - _lastSeconds;
        _lastSeconds = measures.TimestampSeconds;
        if (measures.IsBlack || IsCut(measures)) BeginShot();
        else if (measures.HasDifference) Classify(measures);
        _lastDifference = measures.MeanDifference;
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        if (_frames < FramesMin) return DetectorResult.AbstainAsTooShort(Id, _frames);
        if (_movingFrames == 0) return DetectorResult.Abstain(Id, "too little moves in the whole video to tell a freeze");

        // The last frame is shown as long as the one before it.
        Close(null, _lastSeconds + _stepSeconds);
        var motionMin = Math.Max(MotionMin, MotionShareMin * _motionSum / _movingFrames);
        var findings = new FindingList();
        var longest = 0.0;
        foreach (var stretch in _stretches.Where(stretch => stretch.IsFreeze(motionMin)))
        {
            longest = Math.Max(longest, stretch.Seconds);
            findings.Add(new DetectorFinding(stretch.StartSeconds, stretch.EndSeconds, Math.Min(1, stretch.Seconds)));
        }

        return DetectorResult.Measured(Id, Math.Min(1, longest / (2 * DetectedSeconds)), findings.ToList());
    }

    private bool IsCut(FrameMeasures measures) =>
        measures.MeanDifference >= CutDifferenceMin && measures.MeanDifference >= CutRatioMin * _lastDifference;

    private void Classify(FrameMeasures measures)
    {
        // Things enter and leave at the border; motion that stops there is no sign of a freeze.
        var motion = measures.Difference.GreatestMean(innerOnly: true);
        if (measures.Difference.GreatestMean(innerOnly: false) <= StillDifferenceMax) Stand();
        else if (motion >= MotionMin && measures.LightShare < LightShareMin) Move(new Motion(motion, measures.Difference.BlocksFrom(MotionMin)));
        else if (_lastSeconds - _clearSeconds > SettlingSecondsMax) Fade();
    }

    private void BeginShot()
    {
        Close(null, _lastSeconds);
        (_lastMotion, _clearSeconds) = (null, _lastSeconds);
    }

    private void Stand()
    {
        _open ??= new Stretch(_clearSeconds, _lastMotion);
        _open.StillFrames++;
        _clearSeconds = _lastSeconds;
    }

    private void Move(Motion motion)
    {
        Close(motion, _lastSeconds);
        _movingFrames++;
        _motionSum += motion.Greatest;
        (_lastMotion, _clearSeconds) = (motion, _lastSeconds);
    }

    /// <summary>Motion that is too slow to tell: what stands next to it has come to rest.</summary>
    private void Fade() => (_open, _lastMotion) = (null, Motion.None);

    private void Close(Motion? after, double endSeconds)
    {
        if (_open is null) return;
        (_open.After, _open.EndSeconds) = (after, endSeconds);
        if (_open.StillFrames >= StillFramesMin && _open.Seconds >= FreezeSecondsMin && _stretches.Count < StretchesMax) _stretches.Add(_open);
        _open = null;
    }

    /// <param name="Greatest">Difference in the block that moves most, luma levels.</param>
    /// <param name="Blocks">The blocks that move, a bit for each.</param>
    private sealed record Motion(double Greatest, ulong Blocks)
    {
        public static readonly Motion None = new(0, 0);

        public bool IsWhole => BitOperations.PopCount(Blocks) >= WholeBlocksMin;

        public bool GoesOnIn(Motion after) =>
            BitOperations.PopCount(Blocks & after.Blocks)
                >= SameBlocksMin * Math.Min(BitOperations.PopCount(Blocks), BitOperations.PopCount(after.Blocks));
    }

    /// <param name="startSeconds">When the picture that stands was first shown.</param>
    /// <param name="before">Motion up to then; null where a shot begins.</param>
    private sealed class Stretch(double startSeconds, Motion? before)
    {
        public double StartSeconds { get; } = startSeconds;

        public double EndSeconds { get; set; }

        public int StillFrames { get; set; }

        /// <summary>Null where a shot ends.</summary>
        public Motion? After { get; set; }

        public double Seconds => EndSeconds - StartSeconds;

        public bool IsFreeze(double motionMin) => (before, After) switch
        {
            (null, null) => false,
            (not null, null) => before.Greatest >= motionMin && before.IsWhole,
            (null, not null) => After.Greatest >= motionMin && After.IsWhole,
            _ => before.Greatest >= motionMin && After.Greatest >= motionMin && before.GoesOnIn(After),
        };
    }
}

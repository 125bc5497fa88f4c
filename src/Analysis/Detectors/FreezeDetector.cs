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
    /// because encoders blur motion that begins or ends.
    /// </summary>
    private const double MotionShareMin = 0.3;

    /// <summary>Share of the blocks that moved before a freeze and move after it, of the fewer of the two.</summary>
    private const double SameBlocksMin = 0.5;

    /// <summary>Moving blocks that make the whole picture move.</summary>
    private const int WholeBlocksMin = BlockGrid.Blocks / 2;

    /// <summary>A change so many times the changes before and after it is a cut, or a jump after a freeze.</summary>
    private const double SpikeRatio = 3;

    /// <summary>How long an encoder works on a picture that has stopped, or prepares one that will move.</summary>
    private const double SettlingSecondsMax = 0.2;

    /// <summary>How long motion may take to come up to speed behind a freeze: an encoder mixes the first frames with the frozen one.</summary>
    private const double StartingSecondsMax = 0.1;

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
    private double _lastSeconds;
    private double _stepSeconds;
    private double _lastDifference;

    // The last frame that clearly moved or clearly stood; what comes behind it is an encoder's doing, for a while.
    private double _clearSeconds;
    private Motion? _lastMotion;
    private bool _movedLast;
    private Stretch? _open;
    private Stretch? _ended;

    /// <inheritdoc/>
    public string Id => "freeze";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        var measures = observation.Measures;
        _frames++;
        _stepSeconds = measures.TimestampSeconds - _lastSeconds;
        _lastSeconds = measures.TimestampSeconds;
        if (_movedLast) _lastMotion!.Next = measures.MeanDifference;
        _movedLast = false;
        if (measures.IsBlack || measures.IsCut) BeginShot();
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

    private void Classify(FrameMeasures measures)
    {
        // Things enter and leave at the border; motion that stops there is no sign of a freeze.
        var motion = measures.Difference.GreatestMean(innerOnly: true);
        if (measures.Difference.GreatestMean(innerOnly: false) <= StillDifferenceMax) Stand();
        else if (motion >= MotionMin && !measures.IsLight) Move(MotionIn(measures, motion));
        else if (_lastSeconds - _clearSeconds > SettlingSecondsMax) Fade();
    }

    private Motion MotionIn(FrameMeasures measures, double greatest) =>
        new(greatest, measures.Difference.BlocksFrom(MotionMin), measures.MeanDifference, _frames == 2 ? measures.MeanDifference : _lastDifference);

    private void BeginShot()
    {
        Close(null, _lastSeconds);
        (_ended, _lastMotion, _clearSeconds) = (null, null, _lastSeconds);
    }

    private void Stand()
    {
        _open ??= new Stretch(_clearSeconds, _lastMotion);
        _open.StillFrames++;
        _clearSeconds = _lastSeconds;
    }

    private void Move(Motion motion)
    {
        if (_open is not null) Close(motion, _lastSeconds);
        else if (_ended is not null && _lastSeconds - _ended.EndSeconds <= StartingSecondsMax) _ended.SpeedUp(motion);
        _movingFrames++;
        _motionSum += motion.Greatest;
        (_lastMotion, _movedLast, _clearSeconds) = (motion, true, _lastSeconds);
    }

    /// <summary>Motion that is too slow to tell: what stands next to it has come to rest.</summary>
    private void Fade() => (_open, _lastMotion) = (null, Motion.None);

    private void Close(Motion? after, double endSeconds)
    {
        if (_open is null) return;
        (_open.After, _open.EndSeconds) = (after, endSeconds);
        if (_open.StillFrames >= StillFramesMin && _open.Seconds >= FreezeSecondsMin && _stretches.Count < StretchesMax) _stretches.Add(_open);
        (_ended, _open) = (_open, null);
    }

    /// <summary>Motion from one frame to the next.</summary>
    /// <param name="greatest">Difference in the block that moves most, luma levels.</param>
    /// <param name="blocks">The blocks that move, a bit for each.</param>
    /// <param name="difference">Mean difference, luma levels.</param>
    /// <param name="previous">The mean difference before it; its own where there is none.</param>
    private sealed class Motion(double greatest, ulong blocks, double difference, double previous)
    {
        /// <summary>No motion worth the name; not a spike either.</summary>
        public static readonly Motion None = new(0, 0, 0, double.PositiveInfinity);

        private readonly ulong _blocks = blocks;

        /// <summary>The mean difference after it.</summary>
        public double Next { get; set; }

        public bool IsSpike => difference >= SpikeRatio * Math.Max(previous, Next);

        public bool IsWhole => BitOperations.PopCount(_blocks) >= WholeBlocksMin;

        public double Greatest { get; } = greatest;

        public bool GoesOnIn(Motion after) =>
            BitOperations.PopCount(_blocks & after._blocks)
                >= SameBlocksMin * Math.Min(BitOperations.PopCount(_blocks), BitOperations.PopCount(after._blocks));
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

        public void SpeedUp(Motion motion)
        {
            if (After is not null && motion.Greatest > After.Greatest) After = motion;
        }

        public bool IsFreeze(double motionMin)
        {
            // A picture that jumps and then stands is another one: this is how a cut looks that was not known for one.
            var begins = before is null || before.IsSpike;
            var ends = After is null;
            if (begins && (ends || After!.IsSpike)) return false;
            if (begins) return After!.Greatest >= motionMin && After.IsWhole;
            if (ends) return before!.Greatest >= motionMin && before.IsWhole;
            return before!.Greatest >= motionMin && After!.Greatest >= motionMin && before.GoesOnIn(After);
        }
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds stretches where a moving picture stands still. A picture that comes to rest by itself, or out of which the last moving thing
/// leaves, is not frozen: a freeze begins and ends in the middle of motion.
/// </summary>
/// <remarks>Abstains when the whole video stands still (a freeze then looks the same) and when it is too short.</remarks>
public sealed class FreezeDetector : IDetector
{
    /// <summary>Greatest mean difference of any block in a still frame, luma levels: what re-encoding leaves of a repeated picture.</summary>
    private const double StillDifferenceMax = 0.5;

    /// <summary>Motion next to a freeze, luma levels in the block that moves most: well above a still frame's.</summary>
    private const double MotionMin = 2;

    /// <summary>Motion next to a freeze as a share of the video's mean motion: less means that things were coming to rest.</summary>
    private const double MotionShareMin = 0.25;

    private const int FramesMin = 5;
    private const double FreezeSecondsMin = 0.25;

    /// <summary>A freeze that lasts so long reaches the operating point; twice as much is a full score.</summary>
    private const double DetectedSeconds = 0.4;

    /// <summary>Stretches remembered for the end, when the mean motion is known; one more a second is noise anyway.</summary>
    private const int StretchesMax = 1000;

    private readonly List<Stretch> _stretches = [];
    private int _frames;
    private int _movingFrames;
    private double _motionSum;
    private double _lastMotion;
    private double _lastSeconds;
    private Stretch? _open;

    /// <inheritdoc/>
    public string Id => "freeze";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        var measures = observation.Measures;
        _frames++;
        if (measures.HasDifference)
        {
            // Things enter and leave at the border; motion that stops there is no sign of a freeze.
            var motion = measures.Difference.GreatestMean(innerOnly: true);
            if (measures.Difference.GreatestMean(innerOnly: false) <= StillDifferenceMax) Stand(measures.TimestampSeconds);
            else Move(motion);
        }

        _lastSeconds = measures.TimestampSeconds;
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        if (_frames < FramesMin + 2) return DetectorResult.Abstain(Id, $"the video has only {_frames} frames");
        if (_movingFrames == 0) return DetectorResult.Abstain(Id, "the whole video stands still, so that a freeze looks the same");
        if (_open is not null) Keep(_open);

        var motionMin = Math.Max(MotionMin, MotionShareMin * _motionSum / _movingFrames);
        var findings = new FindingList();
        var longest = 0.0;
        foreach (var stretch in _stretches.Where(stretch => stretch.IsAbrupt(motionMin)))
        {
            longest = Math.Max(longest, stretch.Seconds);
            findings.Add(new DetectorFinding(stretch.StartSeconds, stretch.EndSeconds, Math.Min(1, stretch.Seconds)));
        }

        return DetectorResult.Measured(Id, Math.Min(1, longest / (2 * DetectedSeconds)), findings.ToList());
    }

    private void Stand(double seconds)
    {
        _open ??= new Stretch(_lastSeconds, _movingFrames == 0 ? null : _lastMotion);
        _open.EndSeconds = seconds;
        _open.Frames++;
    }

    private void Move(double motion)
    {
        if (_open is not null)
        {
            _open.MotionAfter = motion;
            Keep(_open);
            _open = null;
        }

        _movingFrames++;
        _motionSum += motion;
        _lastMotion = motion;
    }

    private void Keep(Stretch stretch)
    {
        if (stretch.Frames >= FramesMin && stretch.Seconds >= FreezeSecondsMin && _stretches.Count < StretchesMax) _stretches.Add(stretch);
    }

    /// <param name="startSeconds">When the picture that stands was first shown.</param>
    /// <param name="motionBefore">Null at the start of the video.</param>
    private sealed class Stretch(double startSeconds, double? motionBefore)
    {
        public double StartSeconds { get; } = startSeconds;

        public double EndSeconds { get; set; }

        public int Frames { get; set; }

        /// <summary>Null at the end of the video.</summary>
        public double? MotionAfter { get; set; }

        public double Seconds => EndSeconds - StartSeconds;

        public bool IsAbrupt(double motionMin) =>
            (motionBefore ?? double.MaxValue) >= motionMin && (MotionAfter ?? double.MaxValue) >= motionMin;
    }
}

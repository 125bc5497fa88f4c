namespace FunctionsPipeline.Analysis;

/// <summary>A stretch in which the picture stands, with what was seen on either side of it.</summary>
/// <param name="shownSeconds">When the frame before the first still one was shown.</param>
/// <param name="clearSeconds">When a frame that clearly moved was last shown: compression may blur the frames behind it.</param>
/// <param name="before">Motion up to then; null where a shot begins.</param>
/// <param name="liveBefore">Least change in the quiet part of the frames before it, luma levels; 0 where a shot begins.</param>
internal sealed class FreezeStretch(double shownSeconds, double clearSeconds, FreezeMotion? before, double liveBefore)
{
    /// <summary>Frames on either side that must be live.</summary>
    public const int LiveFrames = 3;

    /// <summary>
    /// Change that a live picture has everywhere, from sensor noise or a moving camera, luma levels. Compression leaves less of a still
    /// one in most blocks.
    /// </summary>
    private const double LiveMin = 0.05;

    /// <summary>So many times what is left in the stretch must be there just before and just after it.</summary>
    private const double LiveRatio = 4;

    private double _quietGreatest;
    private double _liveAfter = double.PositiveInfinity;
    private int _framesAfter;

    public double StartSeconds { get; } = liveBefore >= LiveMin ? shownSeconds : clearSeconds;

    public double EndSeconds { get; set; }

    public int StillFrames { get; private set; }

    /// <summary>Null where a shot ends.</summary>
    public FreezeMotion? After { get; set; }

    public double Seconds => EndSeconds - StartSeconds;

    /// <summary>True when the whole picture, noise included, stops and starts at once: no scene does that.</summary>
    public bool IsLiveAround =>
        _framesAfter == LiveFrames && IsLive(Math.Min(liveBefore, _liveAfter));

    /// <summary>True when a frame behind the stretch shows that the whole picture lives again.</summary>
    /// <param name="quiet">Change in the quiet part of the picture, luma levels.</param>
    public bool IsLiveAgain(double quiet) => IsLive(Math.Min(liveBefore, quiet));

    /// <summary>True for a change in the quiet part of the picture that the stretch itself has nothing of.</summary>
    private bool IsLive(double quiet) => quiet >= Math.Max(LiveMin, LiveRatio * _quietGreatest);

    /// <summary>Takes a still frame.</summary>
    /// <param name="quiet">Change in the quiet part of the picture, luma levels.</param>
    public void Stand(double quiet)
    {
        StillFrames++;
        _quietGreatest = Math.Max(_quietGreatest, quiet);
    }

    /// <summary>Takes a frame behind the stretch; only the first few count.</summary>
    /// <param name="quiet">Change in the quiet part of the picture, luma levels.</param>
    public void SeeAfter(double quiet)
    {
        if (_framesAfter == LiveFrames) return;
        _framesAfter++;
        _liveAfter = Math.Min(_liveAfter, quiet);
    }

    public void SpeedUp(FreezeMotion motion)
    {
        if (After is not null && motion.Greatest > After.Greatest) After = motion;
    }

    public bool IsFreeze(double motionMin)
    {
        if (IsLiveAround) return true;
        // A picture that jumps and then stands is another one: this is how a cut looks that was not known for one.
        var begins = before is null || before.IsSpike;
        var ends = After is null;
        if (begins && (ends || After!.IsSpike)) return false;
        if (begins) return After!.Greatest >= motionMin && (After.IsWhole || (_framesAfter == LiveFrames && IsLive(_liveAfter)));
        if (ends) return before!.Greatest >= motionMin && (before.IsWhole || IsLive(liveBefore));
        return before!.Greatest >= motionMin && After!.Greatest >= motionMin && before.GoesOnIn(After);
    }
}

namespace FunctionsPipeline.Media;

/// <summary>A stretch of a timeline that is rendered by itself. No transition is under way where it begins and where it ends.</summary>
/// <param name="StartFrame">Its first frame.</param>
/// <param name="Frames">How many frames it has, at least one.</param>
internal sealed record Segment(int StartFrame, int Frames)
{
    /// <summary>The first frame after it.</summary>
    public int EndFrame => StartFrame + Frames;

    /// <summary>A timeline in one piece.</summary>
    public static Segment Whole(Timeline timeline) => new(0, timeline.Frames());

    /// <summary>What of each shot lies in it, in order.</summary>
    public IReadOnlyList<ShotPart> PartsOf(Timeline timeline)
    {
        var parts = new List<ShotPart>();
        for (var i = 0; i < timeline.Shots.Count; i++)
        {
            var shot = timeline.Shots[i];
            var from = Math.Max(StartFrame, shot.StartFrame);
            var to = Math.Min(EndFrame, shot.StartFrame + shot.Frames);
            if (from < to) parts.Add(new ShotPart(i, shot, from - shot.StartFrame, from - StartFrame, to - from));
        }

        return parts;
    }
}

/// <summary>What of a shot lies in a segment.</summary>
/// <param name="Index">Its place in the timeline.</param>
/// <param name="Shot">The whole shot.</param>
/// <param name="SkippedFrames">Frames of the shot that lie before the segment.</param>
/// <param name="StartFrame">Where it begins, counted from the segment's first frame.</param>
/// <param name="Frames">How many frames.</param>
internal sealed record ShotPart(int Index, Shot Shot, int SkippedFrames, int StartFrame, int Frames)
{
    /// <summary>How it comes in; null for a cut, or when it has come in before the segment.</summary>
    public Transition? Transition => SkippedFrames == 0 ? Shot.Transition : null;
}

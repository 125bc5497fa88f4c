namespace FunctionsPipeline.Analysis;

/// <summary>Follows what appears until it is gone, and tells what was short-lived and did not move away.</summary>
internal sealed class SparkTracker
{
    /// <summary>A spark is gone after so long; what stays is a thing that came into view.</summary>
    private const double LifeSecondsMax = 0.5;

    /// <summary>How far a fast thing may jump from frame to frame, as a multiple of the grid's reach.</summary>
    private const int JumpReaches = 5;

    /// <summary>Frames along an expected path that show a thing in motion.</summary>
    private const int MovingFrames = 2;

    private const int CandidatesMax = 256;

    private readonly List<SparkCandidate> _candidates = new(CandidatesMax);
    private readonly List<SparkCandidate> _gone = [];

    /// <summary>Follows all candidates into a frame and takes up new ones.</summary>
    /// <param name="grid">The frame.</param>
    /// <param name="births">What appears in it.</param>
    /// <param name="seconds">When the frame is shown.</param>
    /// <param name="sparks">Takes the sparks that have just gone.</param>
    public void Follow(SparkGrid grid, IReadOnlyList<SparkCandidate> births, double seconds, List<SparkCandidate> sparks)
    {
        _gone.Clear();
        for (var i = _candidates.Count - 1; i >= 0; i--)
        {
            var candidate = _candidates[i];
            if (!candidate.Follow(grid)) _gone.Add(candidate);
            else if (!LivesTooLong(candidate, seconds)) continue;
            _candidates.RemoveAt(i);
        }

        foreach (var gone in _gone)
        {
            if (!GoesOnIn(gone, births, grid.ReachCells * JumpReaches)) End(gone, sparks);
        }

        foreach (var birth in births)
        {
            birth.StartSeconds = birth.Before?.StartSeconds ?? seconds;
            if (!birth.IsPart && _candidates.Count < CandidatesMax) _candidates.Add(birth);
        }
    }

    /// <summary>A shot ends: what was there is neither a spark nor a thing any more.</summary>
    public void Forget() => _candidates.Clear();

    private static bool LivesTooLong(SparkCandidate candidate, double seconds) => seconds - candidate.StartSeconds > LifeSecondsMax;

    /// <summary>A fast thing vanishes in one place and appears in another; two such jumps of one kind are motion.</summary>
    private static bool GoesOnIn(SparkCandidate gone, IReadOnlyList<SparkCandidate> births, int jumpMaxCells)
    {
        SparkCandidate? nearest = null;
        var least = (double)jumpMaxCells * jumpMaxCells;
        foreach (var birth in births)
        {
            if (birth.Before is not null || !birth.IsLike(gone)) continue;
            var (x, y) = (birth.X - gone.X - gone.SpeedX, birth.Y - gone.Y - gone.SpeedY);
            if (x * x + y * y > least) continue;
            (nearest, least) = (birth, x * x + y * y);
        }

        if (nearest is null) return false;
        var (jumpX, jumpY) = (nearest.X - gone.X, nearest.Y - gone.Y);
        // The second of two jumps that are alike.
        nearest.IsMoving = gone.IsMoving || (gone.Before is not null && least <= jumpMaxCells * jumpMaxCells / 16.0);
        (nearest.Before, nearest.SpeedX, nearest.SpeedY) = (gone, jumpX, jumpY);
        // Chains stay short: only the last link matters for what comes.
        gone.Before = null;
        return true;
    }

    private static void End(SparkCandidate gone, List<SparkCandidate> sparks)
    {
        if (gone.IsMoving || (gone.Before is not null && gone.Followed >= MovingFrames)) return;
        if (gone.Before is { } before) sparks.Add(before);
        sparks.Add(gone);
    }
}

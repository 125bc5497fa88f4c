namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds the affine map that most of the picture follows: similarities through pairs of votes are tried, and the one with the most
/// followers is refined by weighted least squares, where a vote counts less the further it is off (Tukey's biweight).
/// </summary>
internal sealed class CameraFit
{
    /// <summary>Votes below which nothing is known: four times the numbers of an affine map.</summary>
    private const int VotesMin = 24;

    /// <summary>
    /// Pairs tried. With half of the votes on the camera a pair is good one time in four: 40 miss all with a chance of 1 in 100,000.
    /// </summary>
    private const int Pairs = 40;

    /// <summary>Votes that judge a pair.</summary>
    private const int Judges = 192;

    private const int Refinements = 5;

    /// <summary>How far off a vote may be and still follow, pixels: the error of the flow itself on clean texture, five times over.</summary>
    private const double FollowPx = 0.5;

    /// <summary>And in addition as a share of its own motion: fast motion is blurred.</summary>
    private const double FollowShare = 0.03;

    private readonly CameraVotes _votes = new();

    /// <summary>Fits the camera's motion to a flow from the frame to the one before.</summary>
    /// <returns><see cref="CameraMotion.None"/> with a share of 0 when too few places have texture.</returns>
    public CameraMotion Fit(PlaneView luma, FlowField backward, ReadOnlySpan<byte> visible)
    {
        _votes.Collect(luma, backward, visible);
        if (_votes.Count < VotesMin) return CameraMotion.None with { InlierShare = 0 };

        var camera = BestPair();
        for (var round = 0; round < Refinements; round++) camera = Refine(camera);
        return camera with { InlierShare = Followers(camera, 1) / (double)_votes.Count };
    }

    private CameraMotion BestPair()
    {
        var step = Math.Max(1, _votes.Count / Judges);
        var best = CameraMotion.None;
        var bestFollowers = Followers(best, step);
        // A draw of its own, so that the same frame always gives the same map.
        var draw = 2463534242u;
        for (var pair = 0; pair < Pairs; pair++)
        {
            var one = Next(ref draw, _votes.Count);
            var other = Next(ref draw, _votes.Count);
            if (one == other) continue;
            var candidate = Similarity(one, other);
            var followers = Followers(candidate, step);
            if (followers > bestFollowers) (best, bestFollowers) = (candidate, followers);
        }

        return best;
    }

    /// <summary>Marsaglia's xorshift.</summary>
    private static int Next(ref uint draw, int count)
    {
        draw ^= draw << 13;
        draw ^= draw >> 17;
        draw ^= draw << 5;
        return (int)(draw % (uint)count);
    }

    /// <summary>The turn, scale and shift that two votes agree on.</summary>
    private CameraMotion Similarity(int one, int other)
    {
        double x = _votes.X[other] - _votes.X[one], y = _votes.Y[other] - _votes.Y[one];
        var (thereX, thereY) = (x + _votes.MoveX[other] - _votes.MoveX[one], y + _votes.MoveY[other] - _votes.MoveY[one]);
        var length = x * x + y * y;
        var (scale, turn) = ((thereX * x + thereY * y) / length, (thereY * x - thereX * y) / length);
        var (fromX, fromY) = ((double)_votes.X[one], (double)_votes.Y[one]);
        var shiftX = fromX + _votes.MoveX[one] - scale * fromX + turn * fromY;
        var shiftY = fromY + _votes.MoveY[one] - turn * fromX - scale * fromY;
        return new CameraMotion(scale, -turn, shiftX, turn, scale, shiftY, 0);
    }

    private int Followers(CameraMotion camera, int step)
    {
        var followers = 0;
        for (var vote = 0; vote < _votes.Count; vote += step)
        {
            if (Offness(camera, vote) <= 1) followers++;
        }

        return followers;
    }

    /// <summary>Squared distance of a vote from a map; 1 is as far as a follower may be.</summary>
    private double Offness(CameraMotion camera, int vote)
    {
        double x = _votes.X[vote], y = _votes.Y[vote], moveX = _votes.MoveX[vote], moveY = _votes.MoveY[vote];
        var (thereX, thereY) = camera.Previous(x, y);
        var (restX, restY) = (thereX - x - moveX, thereY - y - moveY);
        var allowed = FollowPx + FollowShare * Math.Sqrt(moveX * moveX + moveY * moveY);
        return (restX * restX + restY * restY) / (allowed * allowed);
    }

    /// <summary>One step of weighted least squares; the map stays as it is when the followers do not span the plane.</summary>
    private CameraMotion Refine(CameraMotion camera)
    {
        var sums = new AffineSums();
        for (var vote = 0; vote < _votes.Count; vote++)
        {
            var off = Offness(camera, vote);
            if (off >= 1) continue;
            var weight = (1 - off) * (1 - off);
            sums.Add(_votes.X[vote], _votes.Y[vote], _votes.MoveX[vote], _votes.MoveY[vote], weight);
        }

        return sums.Solve() ?? camera;
    }
}

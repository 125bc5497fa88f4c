namespace FunctionsPipeline.Analysis;

/// <summary>
/// Joins the blobs of a window's frames to tracks: each track takes the nearest blob of about its size where it should be; the closest
/// pairs go first. A track that finds none waits; two that lead into one blob wait until it falls apart.
/// </summary>
internal sealed class BodyTracks(IReadOnlyList<TrackedFrame> frames)
{
    /// <summary>How long a track waits for its body, seconds: a passage behind a post.</summary>
    private const double WaitSecondsMax = 0.6;

    /// <summary>How much a blob may grow or shrink from one frame to the next.</summary>
    private const double AreaRatioMax = 2.5;

    /// <summary>How far a body may be from where it should be, in its own sizes.</summary>
    private const double GateSizes = 1.0;

    /// <summary>The same as a share of how far it should have moved.</summary>
    private const double GateMoves = 0.7;

    /// <summary>How far a body may move before its velocity is known, picture heights a second; fast things cross a picture in half a second.</summary>
    private const double FirstSpeedMax = 3;

    /// <summary>Difference of colours that weighs as much as a whole gate, luma levels: bodies that part are told by it.</summary>
    private const double ColourScale = 120;

    /// <summary>How far a body may leap and still be taken for the same, picture heights.</summary>
    private const double LeapMax = 0.7;

    /// <summary>Points that a body must have been seen at before it can leap.</summary>
    private const int LeapPointsMin = 5;

    /// <summary>Frames over which a leap may be missed.</summary>
    private const double LeapFramesMax = 2.5;

    /// <summary>How much the area may differ over a leap.</summary>
    private const double LeapAreaRatioMax = 1.4;

    /// <summary>How much the mean colour may differ over a leap, luma levels.</summary>
    private const double LeapColourMax = 25;

    /// <summary>A neighbour much smaller than the body pushes nothing: it is a shadow's rim or coding.</summary>
    internal const double NeighbourAreaShare = 0.2;

    private readonly BodyFollower _follower = new(frames);
    private readonly List<BodyTrack> _live = [];
    private readonly List<BodyTrack> _ended = [];

    /// <summary>All tracks, after the last frame.</summary>
    public IReadOnlyList<BodyTrack> Finish()
    {
        _ended.AddRange(_live);
        _live.Clear();
        return _ended;
    }

    /// <summary>Takes the blobs of the next frame.</summary>
    public void Add(int frameIndex, IReadOnlyList<Blob> blobs)
    {
        var frame = frames[frameIndex];
        foreach (var track in _live.Where(track => frame.Seconds - track.Last.Seconds > WaitSecondsMax).ToList())
        {
            _live.Remove(track);
            _ended.Add(track);
        }

        var points = blobs.Select(blob => ToPoint(frameIndex, frame, blob, blobs)).ToList();
        var pairs = new List<(double Cost, BodyTrack Track, int Blob)>();
        foreach (var track in _live)
        {
            for (var i = 0; i < points.Count; i++)
            {
                var cost = Cost(track, points[i], frame.HeightPx);
                if (cost <= 1) pairs.Add((cost, track, i));
            }
        }

        var (takenTracks, takenBlobs) = (new HashSet<BodyTrack>(), new HashSet<int>());
        foreach (var (_, track, blob) in pairs.OrderBy(pair => pair.Cost))
        {
            if (takenTracks.Contains(track) || takenBlobs.Contains(blob)) continue;
            takenTracks.Add(track);
            takenBlobs.Add(blob);
            if (track.Whole is null || track.IsWhole(points[blob].Blob) || !_follower.Follow(track, frameIndex, blobs, mustBeSure: true)) track.Add(points[blob]);
        }

        foreach (var track in _live)
        {
            if (!takenTracks.Contains(track) && track.Whole is not null && _follower.Follow(track, frameIndex, blobs, mustBeSure: false)) takenTracks.Add(track);
        }

        FollowLeaps(frame, points, takenTracks, takenBlobs);
        for (var i = 0; i < points.Count; i++)
        {
            if (takenBlobs.Contains(i)) continue;
            var track = new BodyTrack();
            track.Add(points[i]);
            _live.Add(track);
        }
    }

    /// <summary>
    /// A body that vanishes in full sight while its like appears elsewhere has leapt: the track goes on there, so that the leap can be
    /// judged. What fades behind something, or at the border, has not.
    /// </summary>
    private void FollowLeaps(TrackedFrame frame, List<BodyPoint> points, HashSet<BodyTrack> takenTracks, HashSet<int> takenBlobs)
    {
        foreach (var track in _live)
        {
            if (takenTracks.Contains(track) || !CanLeap(track, frame)) continue;
            var (best, bestDistance) = (-1, LeapMax * frame.HeightPx);
            for (var i = 0; i < points.Count; i++)
            {
                if (takenBlobs.Contains(i) || !IsLike(track, points[i].Blob)) continue;
                var distance = Distance(track, points[i]);
                if (distance < bestDistance) (best, bestDistance) = (i, distance);
            }

            if (best < 0) continue;
            takenBlobs.Add(best);
            track.Add(points[best]);
        }
    }

    private static bool CanLeap(BodyTrack track, TrackedFrame frame)
    {
        if (track.Points.Count < LeapPointsMin || track.Last.Blob.TouchesBorder) return false;
        var before = track.Points[^LeapPointsMin].Blob.AreaPx;
        if (track.Last.Blob.AreaPx < before / LeapAreaRatioMax) return false;
        if (frame.Seconds - track.Last.Seconds > LeapFramesMax * (track.Last.Seconds - track.Points[^2].Seconds)) return false;
        var (x, y) = track.Predict(frame.Seconds);
        var (frameX, frameY) = frame.ToWorld.Invert().Apply(x, y);
        return frameX > 0 && frameY > 0 && frameX < frame.WidthPx && frameY < frame.HeightPx;
    }

    private static bool IsLike(BodyTrack track, Blob other)
    {
        var ratio = (double)other.AreaPx / track.Last.Blob.AreaPx;
        return !other.TouchesBorder && ratio <= LeapAreaRatioMax && ratio >= 1 / LeapAreaRatioMax && track.Colour.Distance(other.Colour) <= LeapColourMax;
    }

    private static double Distance(BodyTrack track, BodyPoint point)
    {
        var (x, y) = track.Predict(point.Seconds);
        return Math.Sqrt((point.X - x) * (point.X - x) + (point.Y - y) * (point.Y - y));
    }

    private static BodyPoint ToPoint(int frameIndex, TrackedFrame frame, Blob blob, IReadOnlyList<Blob> blobs)
    {
        var (x, y) = frame.ToWorld.Apply(blob.X, blob.Y);
        var (gap, neighbour) = blob.Nearest(blobs.Where(other => !ReferenceEquals(other, blob) && other.AreaPx >= NeighbourAreaShare * blob.AreaPx));
        return new BodyPoint(frameIndex, frame.Seconds, x, y, blob, gap, neighbour);
    }

    /// <summary>How badly a blob continues a track; above 1 it does not.</summary>
    private static double Cost(BodyTrack track, BodyPoint point, int heightPx)
    {
        var ratio = (double)point.Blob.AreaPx / track.Last.Blob.AreaPx;
        if (!point.Blob.TouchesBorder && !track.Last.Blob.TouchesBorder && (ratio > AreaRatioMax || ratio < 1 / AreaRatioMax)) return double.PositiveInfinity;

        var seconds = point.Seconds - track.Last.Seconds;
        var distance = Distance(track, point);
        var gate = track.Points.Count == 1
            ? GateSizes * track.SizePx + FirstSpeedMax * heightPx * seconds
            : GateSizes * track.SizePx + GateMoves * track.SpeedPx() * seconds;
        return distance / gate + Math.Abs(Math.Log(ratio)) / 4 + track.Colour.Distance(point.Blob.Colour) / ColourScale;
    }
}

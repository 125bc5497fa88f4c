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

    /// <summary>Luma levels that weigh as much as a whole gate.</summary>
    private const double LumaScale = 60;

    /// <summary>A neighbour much smaller than the body pushes nothing: it is a shadow's rim or coding.</summary>
    private const double NeighbourAreaShare = 0.2;

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
            track.Add(points[blob]);
        }

        for (var i = 0; i < points.Count; i++)
        {
            if (takenBlobs.Contains(i)) continue;
            var track = new BodyTrack();
            track.Add(points[i]);
            _live.Add(track);
        }
    }

    private static BodyPoint ToPoint(int frameIndex, TrackedFrame frame, Blob blob, IReadOnlyList<Blob> blobs)
    {
        var (x, y) = frame.ToWorld.Apply(blob.X, blob.Y);
        var gap = double.PositiveInfinity;
        foreach (var other in blobs)
        {
            if (!ReferenceEquals(other, blob) && other.AreaPx >= NeighbourAreaShare * blob.AreaPx) gap = Math.Min(gap, blob.GapPx(other));
        }

        return new BodyPoint(frameIndex, frame.Seconds, x, y, blob, gap);
    }

    /// <summary>How badly a blob continues a track; above 1 it does not.</summary>
    private static double Cost(BodyTrack track, BodyPoint point, int heightPx)
    {
        var ratio = (double)point.Blob.AreaPx / track.Last.Blob.AreaPx;
        if (!point.Blob.TouchesBorder && !track.Last.Blob.TouchesBorder && (ratio > AreaRatioMax || ratio < 1 / AreaRatioMax)) return double.PositiveInfinity;

        var seconds = point.Seconds - track.Last.Seconds;
        var (x, y) = track.Predict(point.Seconds);
        var distance = Math.Sqrt((point.X - x) * (point.X - x) + (point.Y - y) * (point.Y - y));
        var gate = track.Points.Count == 1
            ? GateSizes * track.SizePx + FirstSpeedMax * heightPx * seconds
            : GateSizes * track.SizePx + GateMoves * track.SpeedPx() * seconds;
        return distance / gate + Math.Abs(Math.Log(ratio)) / 4 + Math.Abs(point.Blob.Luma - track.Last.Blob.Luma) / LumaScale / 4;
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>Follows a body by its picture where it does not stand out as a blob of its own.</summary>
internal sealed class BodyFollower(IReadOnlyList<TrackedFrame> frames)
{
    /// <summary>How long a body is followed without being seen by itself, seconds: things turn, and the picture grows old.</summary>
    private const double SecondsMax = 1.5;

    /// <summary>Larger things are the scene, picture heights.</summary>
    private const double SizeMax = 0.35;

    /// <summary>Smaller things show too little to be told by, pixels.</summary>
    private const double SizeMinPx = 6;

    /// <summary>A blob around the body's centre that is not larger is the body itself, badly seen; shares of its area.</summary>
    private const double ItselfMax = 1.5;

    /// <summary>A body that is not seen so many times in a row is hidden, or gone.</summary>
    private const int MissesMax = 3;

    private readonly Dictionary<BodyTrack, (BodyPoint Whole, BodyPicture Picture)> _pictures = [];

    /// <summary>Adds the body's place in a frame to its track; false when it is not to be seen where it should be.</summary>
    /// <param name="track">One that has shown a shape of its own.</param>
    /// <param name="frameIndex">Position in the window.</param>
    /// <param name="blobs">What stands out there.</param>
    /// <param name="mustBeSure">True where one of the blobs may be the body.</param>
    public bool Follow(BodyTrack track, int frameIndex, IReadOnlyList<Blob> blobs, bool mustBeSure)
    {
        var (frame, whole) = (frames[frameIndex], track.Whole!.Value);
        if (track.Misses >= MissesMax || Math.Abs(frame.Seconds - whole.Seconds) > SecondsMax) return false;
        if (whole.Blob.SizePx < SizeMinPx || whole.Blob.SizePx > SizeMax * frame.HeightPx) return false;
        var (worldX, worldY) = track.Predict(frame.Seconds);
        var expected = frame.ToWorld.Invert().Apply(worldX, worldY);
        var unseen = Math.Abs(frame.Seconds - track.Last.Seconds);
        if (BodySearch.Find(PictureOf(track, whole), whole.Blob.SizePx, frame, unseen, expected, mustBeSure) is not { } found)
        {
            track.Miss();
            return false;
        }

        var (x, y) = frame.ToWorld.Apply(found.X, found.Y);
        var blob = whole.Blob.MoveTo(found.X, found.Y);
        if (blob.Left <= 1 || blob.Top <= 1 || blob.Right >= frame.WidthPx - 2 || blob.Bottom >= frame.HeightPx - 2) return false;
        var (gap, neighbour) = blob.Nearest(blobs.Where(other => !IsPart(blob, other) && other.AreaPx >= BodyTracks.NeighbourAreaShare * blob.AreaPx));
        track.AddFound(new BodyPoint(frameIndex, frame.Seconds, x, y, blob, gap, neighbour));
        return true;
    }

    private BodyPicture PictureOf(BodyTrack track, BodyPoint whole)
    {
        if (_pictures.TryGetValue(track, out var known) && known.Whole == whole) return known.Picture;
        var picture = new BodyPicture(frames[whole.Frame], whole.Blob);
        _pictures[track] = (whole, picture);
        return picture;
    }

    /// <summary>True for a blob that is the body or a part of it.</summary>
    private static bool IsPart(Blob body, Blob blob) =>
        blob.X > body.Left && blob.X < body.Right && blob.Y > body.Top && blob.Y < body.Bottom && blob.AreaPx <= ItselfMax * body.AreaPx;
}

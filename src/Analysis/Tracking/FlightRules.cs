namespace FunctionsPipeline.Analysis;

/// <summary>
/// What a path shows about the forces on a body. Heights are picture heights: a scene is about 0.5 to 20 m high, so gravity is 0.5 to 20
/// heights a second squared.
/// </summary>
internal static class FlightRules
{
    /// <summary>Gravity in the highest scene thought of, heights a second squared.</summary>
    public const double GravityMin = 0.4;

    /// <summary>Points that an acceleration is read from, at least.</summary>
    public const int PointsMin = 6;

    /// <summary>Deviations that make an acceleration certain.</summary>
    public const double SureSigmas = 4;

    /// <summary>How far the acceleration of a free body may lean: the camera may be held askew.</summary>
    private const double LeanMax = 0.35;

    /// <summary>Share of a piece's points that may have a neighbour close by.</summary>
    private const double CrowdedShareMax = 0.25;

    /// <summary>True when a piece has the points that an acceleration is read from.</summary>
    public static bool IsLong(FlightPiece piece) => piece.Points >= PointsMin || piece.IsBetweenFlights;

    /// <summary>True when the body is so far from other things that none of them can hold it.</summary>
    public static bool IsApart(FlightPath path, FlightPiece piece)
    {
        var crowded = 0;
        for (var i = piece.First; i <= piece.Last; i++)
        {
            if (path.Points[i].NeighbourGapPx < ClosePx(path)) crowded++;
        }

        return crowded <= CrowdedShareMax * piece.Points;
    }

    /// <summary>Closer than this two bodies may touch, working pixels.</summary>
    public static double ClosePx(FlightPath path) => 2 + 0.15 * path.SizePx;

    /// <summary>True when the acceleration of a piece is straight up or down, as far as it can be told.</summary>
    public static bool IsUpright(FlightPiece piece) =>
        Math.Abs(piece.AccelerationX) <= LeanMax * Math.Abs(piece.AccelerationY) + 3 * piece.AccelerationSigma;

    /// <summary>True when a piece shows a body in free fall, thrown up or not. It may pass in front of other things.</summary>
    public static bool IsFalling(TrackedScene scene, FlightPath path, FlightPiece piece) =>
        IsLong(piece) && IsUpright(piece)
        && piece.AccelerationY >= 0.5 * GravityMin * scene.HeightPx
        && piece.AccelerationY >= SureSigmas * piece.AccelerationSigma
        && BendPx(piece) >= BendMinPx(path, scene);

    /// <summary>True when a piece shows free fall, or goes on from one that does.</summary>
    public static bool IsFallingBefore(TrackedScene scene, FlightPath path, FlightPiece piece) => FlightOf(path, piece, -1).Any(part => IsFalling(scene, path, part));

    /// <summary>True when a piece shows free fall, or one that goes on from it does.</summary>
    public static bool IsFallingBehind(TrackedScene scene, FlightPath path, FlightPiece piece) => FlightOf(path, piece, 1).Any(part => IsFalling(scene, path, part));

    /// <summary>How far a body goes from where its flight begins to the end of a piece, pixels.</summary>
    public static double WayPx(FlightPath path, FlightPiece piece)
    {
        var begin = FlightOf(path, piece, -1).Last();
        var (from, to) = (begin.PositionAt(begin.StartSeconds), piece.PositionAt(piece.EndSeconds));
        return Math.Sqrt((to.X - from.X) * (to.X - from.X) + (to.Y - from.Y) * (to.Y - from.Y));
    }

    /// <summary>A piece, and those that it is cut from by nothing but errors of the tracker.</summary>
    private static IEnumerable<FlightPiece> FlightOf(FlightPath path, FlightPiece piece, int step)
    {
        yield return piece;
        for (var i = path.IndexOf(piece) + step; i >= 0 && i < path.Pieces.Count; i += step)
        {
            var next = path.Pieces[i];
            if (!piece.IsFlight || !next.IsFlight) yield break;
            var jump = step > 0 ? FlightJump.Between(path, piece, next) : FlightJump.Between(path, next, piece);
            if (jump is null || jump.IsSure) yield break;
            yield return piece = next;
        }
    }

    /// <summary>How far the acceleration carried the body from where it would have gone without, pixels.</summary>
    public static double BendPx(FlightPiece piece) => Math.Abs(piece.AccelerationY) * piece.Seconds * piece.Seconds / 2;

    /// <summary>How far a piece goes from its start to its end, pixels.</summary>
    public static double WayPx(FlightPiece piece)
    {
        var (from, to) = (piece.PositionAt(piece.StartSeconds), piece.PositionAt(piece.EndSeconds));
        return Math.Sqrt((to.X - from.X) * (to.X - from.X) + (to.Y - from.Y) * (to.Y - from.Y));
    }

    /// <summary>A bend that people see and trackers measure, pixels.</summary>
    public static double BendMinPx(FlightPath path, TrackedScene scene) => Math.Max(8 * path.SigmaPx, 0.02 * scene.HeightPx);

    /// <summary>Gravity as the scene's falling bodies show it, pixels a second squared; null when nothing falls.</summary>
    public static double? Gravity(TrackedScene scene)
    {
        var falls = scene.Paths.Select(path => Gravity(scene, path)).OfType<double>().Order().ToList();
        return falls.Count == 0 ? null : falls[falls.Count / 2];
    }

    /// <summary>Gravity as one body shows it, pixels a second squared; null when it never falls.</summary>
    public static double? Gravity(TrackedScene scene, FlightPath path)
    {
        var fall = path.Pieces.Where(piece => IsFalling(scene, path, piece)).MinBy(piece => piece.AccelerationSigma / piece.AccelerationY);
        return fall?.AccelerationY;
    }

    /// <summary>The places of a body from one time to another.</summary>
    public static SweptArea Swept(TrackedScene scene, FlightPath path, double startSeconds, double endSeconds)
    {
        var swept = new SweptArea(scene.WidthPx, scene.HeightPx);
        foreach (var point in path.All)
        {
            if (point.Seconds < startSeconds || point.Seconds > endSeconds) continue;
            var blob = point.Blob;
            swept.Add(blob.Left, blob.Top, blob.Right + 1, blob.Bottom + 1);
        }

        return swept;
    }
}

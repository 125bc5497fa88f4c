namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds bodies that fall upwards. Where things are expected to fly freely, a flight that bends upwards is one, when nothing
/// else is seen of the body or when it passes into free fall without a push; otherwise only a body that falls and then, touched by
/// nothing, accelerates upwards: what merely rises may be a balloon, a bird or a hand.
/// </summary>
/// <remarks>
/// The measure is the upward velocity that was gained, picture heights a second: it grows with the pull and with how long it lasts.
/// </remarks>
public sealed class GravityInversionDetector : TrajectoryDetector
{
    /// <summary>A piece that goes less far is rest, picture heights.</summary>
    private const double RestWayMax = 0.015;

    /// <summary>Share of a path that is flights of this kind.</summary>
    private const double FilledMin = 0.6;

    /// <summary>Bend of a flight of which no other part is seen, picture heights: hands and swings bend less in one sweep.</summary>
    private const double LongBendMin = 0.06;

    /// <summary>How long such a flight must be seen: a bounce of few points looks like a shorter one.</summary>
    private const double LongSecondsMin = 0.25;

    /// <summary>Height that the body must pass through, picture heights: what comes to lie on a floor is stopped within less.</summary>
    private const double HeightMin = 0.04;

    /// <summary>The same in sizes of the body.</summary>
    private const double HeightSizesMin = 0.3;

    private readonly bool _isBallistic;

    internal GravityInversionDetector(BodyTracker tracker, bool isBallistic)
        : base("gravity-inversion", tracker) => _isBallistic = isBallistic;

    private protected override IEnumerable<Violation> Judge(TrackedScene scene)
    {
        foreach (var path in scene.Paths)
        {
            for (var i = 0; i < path.Pieces.Count; i++)
            {
                var piece = path.Pieces[i];
                if (!FallsUp(scene, path, piece)) continue;
                var isApart = FlightRules.IsApart(path, piece);
                if (!_isBallistic && !isApart) continue;
                var isTurn = TurnsFrom(scene, path, i - 1, i) || (_isBallistic && TurnsFrom(scene, path, i, i + 1));
                if (!isTurn && !(_isBallistic && isApart && FillsPath(scene, path, piece))) continue;
                var raw = -piece.AccelerationY * piece.Seconds / scene.HeightPx;
                var swept = FlightRules.Swept(scene, path, piece.StartSeconds, piece.EndSeconds);
                yield return new Violation(piece.StartSeconds, piece.EndSeconds, piece.OriginSeconds, raw, swept);
            }
        }
    }

    /// <summary>True when one of two neighbouring pieces falls freely and the other goes on from there without a push.</summary>
    private static bool TurnsFrom(TrackedScene scene, FlightPath path, int before, int after)
    {
        if (before < 0 || after >= path.Pieces.Count) return false;
        if (!FlightRules.IsFalling(scene, path, path.Pieces[before]) && !FlightRules.IsFalling(scene, path, path.Pieces[after])) return false;
        return FlightJump.GoesOn(scene, path, path.Pieces[before], path.Pieces[after]);
    }

    /// <summary>True when the body does nothing else in sight but lie still, and does that for long. It may do it again off a ceiling.</summary>
    private static bool FillsPath(TrackedScene scene, FlightPath path, FlightPiece piece)
    {
        var atRest = path.Pieces.Where(other => FlightRules.WayPx(other) < RestWayMax * scene.HeightPx).Sum(other => other.Points);
        var upwards = path.Pieces.Where(other => FallsUp(scene, path, other)).Sum(other => other.Points);
        return piece.Seconds >= LongSecondsMin && upwards >= FilledMin * (path.Points.Count - atRest) && FlightRules.BendPx(piece) >= LongBendMin * scene.HeightPx;
    }

    private static bool FallsUp(TrackedScene scene, FlightPath path, FlightPiece piece) =>
        FlightRules.IsLong(piece) && FlightRules.IsUpright(piece)
        && -piece.AccelerationY >= FlightRules.SureSigmas * piece.AccelerationSigma
        && MissingFallPx(scene, path, piece) >= FlightRules.BendMinPx(path, scene)
        && HeightPx(piece) >= Math.Max(HeightMin * scene.HeightPx, HeightSizesMin * path.SizePx);

    /// <summary>How far the body is above the place where the fall that it shows at other times would have taken it, pixels.</summary>
    private static double MissingFallPx(TrackedScene scene, FlightPath path, FlightPiece piece) =>
        ((FlightRules.Gravity(scene, path) ?? 0) - piece.AccelerationY) * piece.Seconds * piece.Seconds / 2;

    /// <summary>From the lowest to the highest place of a piece that is drawn upwards, pixels.</summary>
    private static double HeightPx(FlightPiece piece)
    {
        var (start, end) = (piece.PositionAt(piece.StartSeconds).Y, piece.PositionAt(piece.EndSeconds).Y);
        var turn = piece.OriginSeconds - piece.YOf.C1 / (2 * piece.YOf.C2);
        var lowest = turn > piece.StartSeconds && turn < piece.EndSeconds ? piece.PositionAt(turn).Y : Math.Max(start, end);
        return lowest - Math.Min(start, end);
    }
}

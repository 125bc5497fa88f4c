namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds bodies that ought to fall and do not: in clear sight, held by nothing, over a time in which gravity would show, they go on
/// straight. It is only asked where things are expected to fly freely.
/// </summary>
/// <remarks>
/// The measure is the velocity that gravity should have given and did not, picture heights a second, times the share of gravity that is
/// missing. Gravity is what the same body shows when it falls; else a part of what others show, because those further away fall slower
/// in the picture; else that of the highest scene thought of.
/// </remarks>
public sealed class ZeroGravityDetector : TrajectoryDetector
{
    /// <summary>The last small bounces of a thing look like no fall at all, but not for so long.</summary>
    private const double FloatSecondsMin = 0.24;

    /// <summary>The fall that gravity would have brought, picture heights: less might be missed by the eye.</summary>
    private const double FallMin = 0.03;

    /// <summary>A body with more than this share of gravity falls: fits are not perfect, and things come towards the camera.</summary>
    private const double PresentShareMax = 0.7;

    /// <summary>A body that is drawn upwards by more than this share of gravity is another detector's.</summary>
    private const double RiseShareMax = 0.1;

    /// <summary>Share of other bodies' fall that a body must show.</summary>
    private const double OthersShare = 0.4;

    /// <summary>Height that tells a climb from level ground, picture heights.</summary>
    private const double ClimbMin = 0.04;

    /// <summary>The same in sizes of the body.</summary>
    private const double ClimbSizesMin = 0.25;

    /// <summary>Share of the picture from its top in which no floor is: where the camera looks ahead, floors lie below the horizon.</summary>
    private const double SkyShare = 0.5;

    /// <summary>Things smaller than this may float on the air: dust, snow, insects. Picture heights.</summary>
    private const double HeavySizeMin = 0.04;

    /// <summary>Way that a body must go straight on when it is never seen to fall, picture heights: hands that hold still go less.</summary>
    private const double FreeWayMin = 0.12;

    /// <summary>Speed that such a body must have, picture heights a second: what is slower may be carried, or drift on water.</summary>
    private const double FreeSpeedMin = 0.15;

    private readonly bool _isBallistic;

    internal ZeroGravityDetector(BodyTracker tracker, bool isBallistic)
        : base("zero-gravity", tracker) => _isBallistic = isBallistic;

    /// <inheritdoc/>
    public override DetectorResult Complete() =>
        _isBallistic ? base.Complete() : DetectorResult.Abstain(Id, "nothing says what should fall");

    private protected override IEnumerable<Violation> Judge(TrackedScene scene)
    {
        if (!_isBallistic) yield break;
        var least = Math.Max(OthersShare * (FlightRules.Gravity(scene) ?? 0), FlightRules.GravityMin * scene.HeightPx);
        foreach (var path in scene.Paths)
        {
            var gravity = Math.Max(least, FlightRules.Gravity(scene, path) ?? 0);
            for (var i = 0; i < path.Pieces.Count; i++)
            {
                // A body that goes on as if nothing had been was only badly seen between two pieces.
                var first = i;
                var raw = 0.0;
                while (i < path.Pieces.Count && IsWeightless(scene, path, i, gravity) && (i == first || FlightJump.GoesOn(scene, path, path.Pieces[i - 1], path.Pieces[i])))
                {
                    raw += Measure(scene, path.Pieces[i++], gravity);
                }

                if (i == first) continue;
                var (start, end) = (path.Pieces[first].StartSeconds, path.Pieces[--i].EndSeconds);
                yield return new Violation(start, end, (start + end) / 2, raw, FlightRules.Swept(scene, path, start, end));
            }
        }
    }

    private static bool IsWeightless(TrackedScene scene, FlightPath path, int index, double gravity)
    {
        var piece = path.Pieces[index];
        return LacksGravity(scene, path, piece, gravity) && IsFree(scene, path, piece) && IsUnheld(scene, path, index) && (Climbs(scene, path, piece) || Hangs(scene, path, index) || Floats(scene, path, piece));
    }

    /// <summary>True when nothing is near, or when the body passes in front of it out of a free fall or into one, without a push.</summary>
    private static bool IsUnheld(TrackedScene scene, FlightPath path, int index)
    {
        var pieces = path.Pieces;
        if (FlightRules.IsApart(path, pieces[index])) return true;
        if (index > 0 && FlightRules.IsFalling(scene, path, pieces[index - 1]) && FlightJump.GoesOn(scene, path, pieces[index - 1], pieces[index])) return true;
        return index + 1 < pieces.Count && FlightRules.IsFalling(scene, path, pieces[index + 1]) && FlightJump.GoesOn(scene, path, pieces[index], pieces[index + 1]);
    }

    /// <summary>A way or height that no error of the centre explains, pixels: in sizes of the body twice what a climb must have.</summary>
    private static double ClearWayPx(TrackedScene scene, FlightPath path) => Math.Max(2 * ClimbSizesMin * path.SizePx, ClimbMin * scene.HeightPx);

    private static double Measure(TrackedScene scene, FlightPiece piece, double gravity)
    {
        var missing = gravity - Math.Max(0, piece.AccelerationY);
        return missing / gravity * missing * piece.Seconds / scene.HeightPx;
    }

    private static bool LacksGravity(TrackedScene scene, FlightPath path, FlightPiece piece, double gravity)
    {
        if (!FlightRules.IsLong(piece) || piece.Seconds < FloatSecondsMin) return false;
        var fallPx = gravity * piece.Seconds * piece.Seconds / 2;
        if (fallPx < Math.Max(FlightRules.BendMinPx(path, scene), FallMin * scene.HeightPx)) return false;
        return piece.AccelerationY + 2 * piece.AccelerationSigma <= PresentShareMax * gravity && piece.AccelerationY >= -Math.Max(2 * piece.AccelerationSigma, RiseShareMax * gravity);
    }

    /// <summary>
    /// True when nothing holds the body: it is seen to fall at another time, or it flies past in full sight. What reaches out of the picture
    /// may be held there.
    /// </summary>
    private static bool IsFree(TrackedScene scene, FlightPath path, FlightPiece piece)
    {
        if (path.Pieces.Any(other => FlightRules.IsFalling(scene, path, other))) return true;
        if (path.All.Any(point => point.Blob.TouchesBorder && point.Seconds > piece.StartSeconds && point.Seconds < piece.EndSeconds)) return false;
        var way = FlightRules.WayPx(piece);
        return way >= FreeWayMin * scene.HeightPx && way >= FreeSpeedMin * scene.HeightPx * piece.Seconds;
    }

    /// <summary>True when the body goes up or down by itself: nothing that rolls or slides on level ground does.</summary>
    private static bool Climbs(TrackedScene scene, FlightPath path, FlightPiece piece)
    {
        var way = piece.PositionAt(piece.EndSeconds).Y - piece.PositionAt(piece.StartSeconds).Y;
        return Math.Abs(way) >= Math.Max(ClimbSizesMin * path.SizePx, ClimbMin * scene.HeightPx);
    }

    /// <summary>True when the body moves along above any floor: what is held there by a rope or a shelf does not move.</summary>
    private static bool Floats(TrackedScene scene, FlightPath path, FlightPiece piece)
    {
        if (path.SizePx < HeavySizeMin * scene.HeightPx) return false;
        if (FlightRules.WayPx(piece) < ClearWayPx(scene, path)) return false;
        for (var i = piece.First; i <= piece.Last; i++)
        {
            if (path.Points[i].Blob.Bottom > SkyShare * scene.HeightPx) return false;
        }

        return true;
    }

    /// <summary>True when the body came flying or from above, goes level, and is seen lower at another time: so no floor holds it.</summary>
    private static bool Hangs(TrackedScene scene, FlightPath path, int index)
    {
        var piece = path.Pieces[index];
        var level = piece.PositionAt(piece.OriginSeconds).Y;
        var clear = ClearWayPx(scene, path);
        var hasCome = path.Pieces.Take(index).Any(before => FlightRules.IsFalling(scene, path, before))
            || path.All.Any(point => point.Seconds < piece.StartSeconds && point.Y <= level - clear);
        return hasCome && path.All.Max(point => point.Y) >= level + clear;
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds bodies that ought to fall and do not: in clear sight, held by nothing, over a time in which gravity would show, they go on
/// straight. It is only asked where things are expected to fly freely.
/// </summary>
/// <remarks>
/// The measure is the share of gravity that is missing. Gravity is what the same scene's falling bodies show, or else that of the highest
/// scene thought of.
/// </remarks>
public sealed class ZeroGravityDetector : TrajectoryDetector
{
    private readonly bool _isBallistic;

    internal ZeroGravityDetector(BodyTracker tracker, bool isBallistic)
        : base("zero-gravity", tracker) => _isBallistic = isBallistic;

    /// <inheritdoc/>
    public override DetectorResult Complete() =>
        _isBallistic ? base.Complete() : DetectorResult.Abstain(Id, "nothing says what should fall");

    private protected override IEnumerable<Violation> Judge(TrackedScene scene)
    {
        if (!_isBallistic) yield break;
        var shown = FlightRules.Gravity(scene);
        var gravity = Math.Max(shown ?? 0, FlightRules.GravityMin * scene.HeightPx);
        foreach (var path in scene.Paths)
        {
            foreach (var piece in path.Pieces.Where(piece => Floats(scene, path, piece, gravity)))
            {
                var missing = Math.Clamp(1 - Math.Max(0, piece.AccelerationY) / gravity, 0, 1);
                var swept = FlightRules.Swept(scene, path, piece.StartSeconds, piece.EndSeconds);
                yield return new Violation(piece.StartSeconds, piece.EndSeconds, piece.OriginSeconds, missing, swept);
            }
        }
    }

    private static bool Floats(TrackedScene scene, FlightPath path, FlightPiece piece, double gravity)
    {
        if (!FlightRules.IsClear(path, piece)) return false;
        var fallPx = gravity * piece.Seconds * piece.Seconds / 2;
        if (fallPx < Math.Max(FlightRules.BendMinPx(path, scene), 0.04 * scene.HeightPx)) return false;
        if (piece.AccelerationY + 2 * piece.AccelerationSigma > gravity || piece.AccelerationY < -2 * piece.AccelerationSigma) return false;
        var (startX, startY) = piece.PositionAt(piece.StartSeconds);
        var (endX, endY) = piece.PositionAt(piece.EndSeconds);
        _ = (startX, endX);
        return Math.Abs(endY - startY) >= Math.Max(0.3 * path.SizePx, 0.03 * scene.HeightPx);
    }
}

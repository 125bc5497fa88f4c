namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds bodies that fall upwards. Where things are expected to fly freely, any clear flight that bends upwards is one; otherwise only a
/// body that falls and then, touched by nothing, accelerates upwards: what merely rises may be a balloon, a bird or a hand.
/// </summary>
/// <remarks>
/// The measure is the upward velocity that was gained, picture heights a second: it grows with the pull and with how long it lasts.
/// </remarks>
public sealed class GravityInversionDetector : TrajectoryDetector
{
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
                if (!_isBallistic && !(i > 0 && FlightRules.IsFalling(scene, path, path.Pieces[i - 1]))) continue;
                var raw = -piece.AccelerationY * piece.Seconds / scene.HeightPx;
                var swept = FlightRules.Swept(scene, path, piece.StartSeconds, piece.EndSeconds);
                yield return new Violation(piece.StartSeconds, piece.EndSeconds, piece.OriginSeconds, raw, swept);
            }
        }
    }

    private static bool FallsUp(TrackedScene scene, FlightPath path, FlightPiece piece) =>
        FlightRules.IsClear(path, piece) && FlightRules.IsUpright(piece)
        && -piece.AccelerationY >= FlightRules.SureSigmas * piece.AccelerationSigma
        && FlightRules.BendPx(piece) >= FlightRules.BendMinPx(path, scene);
}

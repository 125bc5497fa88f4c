namespace FunctionsPipeline.Analysis;

/// <summary>Finds flying bodies whose velocity or place jumps in mid-air with nothing near that could have pushed them.</summary>
/// <remarks>The measure is the jump of the velocity in shares of the speed before it.</remarks>
public sealed class MomentumViolationDetector : TrajectoryDetector
{
    private readonly bool _isBallistic;

    internal MomentumViolationDetector(BodyTracker tracker, bool isBallistic)
        : base("momentum-violation", tracker) => _isBallistic = isBallistic;

    private protected override IEnumerable<Violation> Judge(TrackedScene scene)
    {
        foreach (var path in scene.Paths)
        {
            for (var i = 1; i < path.Pieces.Count; i++)
            {
                var jump = FlightJump.Between(path, path.Pieces[i - 1], path.Pieces[i]);
                if (jump is null || !jump.IsSure || !jump.IsInFlight(scene, _isBallistic) || jump.HasContact(scene)) continue;
                var swept = FlightRules.Swept(scene, path, jump.Before.EndSeconds, jump.After.EndSeconds);
                yield return new Violation(jump.Seconds, jump.After.EndSeconds, jump.Seconds, jump.Strength(scene), swept);
            }
        }
    }
}

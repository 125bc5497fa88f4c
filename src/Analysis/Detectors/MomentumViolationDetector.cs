namespace FunctionsPipeline.Analysis;

/// <summary>Finds flying bodies whose velocity or place jumps in mid-air with nothing near that could have pushed them.</summary>
/// <remarks>The measure is the jump of the velocity in shares of the speed before it.</remarks>
public sealed class MomentumViolationDetector : TrajectoryDetector
{
    /// <summary>What is shown of the way before the jump: without it nobody sees one.</summary>
    private const double BeforeSeconds = 0.1;

    /// <summary>What is shown of the way behind the jump.</summary>
    private const double AfterSeconds = 0.18;

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
                var (start, end) = (Math.Max(0, jump.Seconds - BeforeSeconds), jump.Seconds + AfterSeconds);
                yield return new Violation(start, end, jump.Seconds, jump.Strength(scene), FlightRules.Swept(scene, path, start, end));
            }
        }
    }
}

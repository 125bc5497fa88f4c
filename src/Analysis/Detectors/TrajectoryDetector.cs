namespace FunctionsPipeline.Analysis;

/// <summary>A detector that judges how bodies move. Those of one video share a tracker.</summary>
public abstract class TrajectoryDetector : IDetector
{
    /// <summary>Two findings of neighbouring windows at places that overlap so much are one.</summary>
    private const double SameOverlapMin = 0.3;

    /// <summary>What lies to this share in the place of another of the next window was its beginning.</summary>
    private const double PartOverlapMin = 0.5;

    private readonly BodyTracker _tracker;
    private readonly FindingList _findings = new();
    private readonly FrameSeries _series = new();
    private VideoFormat? _format;
    private int _scale = 1;
    private bool _hasBodies;
    private List<Violation> _cutOff = [];
    private double _raw;
    private double _seriesSeconds = double.NegativeInfinity;

    private protected TrajectoryDetector(string id, BodyTracker tracker)
    {
        (Id, _tracker) = (id, tracker);
        tracker.Listen(Take);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        (_format, _scale) = (observation.Frame.Format, observation.Working.Size.Scale);
        _tracker.Observe(observation);
    }

    /// <inheritdoc/>
    public virtual DetectorResult Complete()
    {
        _tracker.Finish();
        if (_tracker.FramesSeen < BodyTracker.WindowFramesMin) return DetectorResult.AbstainAsTooShort(Id, _tracker.FramesSeen);
        if (_tracker.Scenes == 0) return DetectorResult.Abstain(Id, "no shot is long enough to follow anything");
        if (!_hasBodies) return DetectorResult.Abstain(Id, "nothing that moves by itself could be followed");
        return DetectorResult.Measured(Id, OperatingPoints.Score(Id, _raw), _findings.ToList()) with { Series = _series.ToList() };
    }

    /// <summary>What is wrong in a window.</summary>
    private protected abstract IEnumerable<Violation> Judge(TrackedScene scene);

    private void Take(TrackedScene scene)
    {
        // A detector that was made and is not asked hears of the windows of the others.
        if (_format is null) return;
        _hasBodies |= scene.Paths.Count > 0;
        var violations = Judge(scene).Where(violation => !violation.Swept.IsEmpty).ToList();
        violations.AddRange(_cutOff.Where(part => !violations.Exists(whole => IsPartOf(part, whole))).ToList());
        _cutOff = [.. violations.Where(violation => GoesOn(scene, violation))];
        violations.RemoveAll(_cutOff.Contains);
        violations.Sort((one, other) => one.StartSeconds.CompareTo(other.StartSeconds));
        violations.ForEach(Report);
        for (var frame = 0; frame < scene.Frames; frame++)
        {
            var seconds = scene.SecondsOf(frame);
            if (seconds >= scene.SharedFromSeconds) break;
            if (seconds <= _seriesSeconds) continue;
            _seriesSeconds = seconds;
            _series.Add(seconds, violations.Where(violation => violation.StartSeconds <= seconds && seconds <= violation.EndSeconds)
                .Select(violation => violation.Raw).DefaultIfEmpty(0).Max());
        }
    }

    /// <summary>True for what a window's end cuts off and the next window shows from its beginning.</summary>
    private static bool GoesOn(TrackedScene scene, Violation violation) =>
        violation.StartSeconds >= scene.SharedFromSeconds && violation.EndSeconds >= scene.EndSeconds;

    private bool IsPartOf(Violation part, Violation whole)
    {
        if (part.StartSeconds > whole.EndSeconds || whole.StartSeconds > part.EndSeconds) return false;
        var box = part.Swept.ToBox(_scale, _format!);
        return SharedPx(box, whole.Swept.ToBox(_scale, _format!)) >= PartOverlapMin * box.Width * box.Height;
    }

    private void Report(Violation violation)
    {
        _raw = Math.Max(_raw, violation.Raw);
        var severity = OperatingPoints.Score(Id, violation.Raw);
        if (severity < DetectorResult.OperatingPoint) return;
        var finding = new DetectorFinding(violation.StartSeconds, violation.EndSeconds, severity, violation.Swept.ToBox(_scale, _format!))
        {
            PeakSeconds = violation.PeakSeconds,
            Heat = violation.Swept.ToHeat(),
        };
        if (!_findings.ToList().Any(known => IsSame(known, finding))) _findings.Add(finding);
    }

    private static bool IsSame(DetectorFinding one, DetectorFinding other)
    {
        if (one.StartSeconds > other.EndSeconds || other.StartSeconds > one.EndSeconds) return false;
        var (first, second) = (one.Box!, other.Box!);
        var shared = SharedPx(first, second);
        return shared >= SameOverlapMin * ((double)first.Width * first.Height + (double)second.Width * second.Height - shared);
    }

    /// <summary>Pixels that two boxes share.</summary>
    private static double SharedPx(FrameBox one, FrameBox other)
    {
        double width = Math.Min(one.X + one.Width, other.X + other.Width) - Math.Max(one.X, other.X);
        double height = Math.Min(one.Y + one.Height, other.Y + other.Height) - Math.Max(one.Y, other.Y);
        return width > 0 && height > 0 ? width * height : 0;
    }
}

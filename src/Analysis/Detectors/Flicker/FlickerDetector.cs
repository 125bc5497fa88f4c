namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds brightness or colour that swings up and down, over the whole picture or in a part of it. A ramp swings once, a cut changes the
/// picture, and a thing that moves is followed, so none of them counts.
/// </summary>
/// <remarks>
/// The raw measure is the mean swing in luma levels; swings of colour count more, because the eye sees them sooner, and swings in a part of the
/// picture count less. Abstains when the video is too short to swing.
/// </remarks>
public sealed class FlickerDetector : IDetector
{
    private const int FramesMin = 8;

    /// <summary>Smallest swing of the whole picture's light, luma levels.</summary>
    private const double LumaSwingMin = 1;

    /// <summary>Smallest swing of the whole picture's colour, chroma levels.</summary>
    private const double ChromaSwingMin = 0.8;

    /// <summary>Share of a sudden change that one gain and one offset of the whole picture explain, when it is light and not a cut.</summary>
    private const double LightShareMin = 0.7;

    /// <summary>Chroma planes are half as contrasty as the colours they stand for.</summary>
    private const double ChromaWeight = 1.5;

    /// <summary>Mean swing of full severity, luma levels.</summary>
    private const double WorstSwing = 40;

    /// <summary>By how much a part's swing may exceed the whole picture's and still be the same flicker.</summary>
    private const double PartSwingRatio = 3;

    /// <summary>Longest pause within one flicker, seconds: a swing or two too faint to see.</summary>
    private const double PauseMaxSeconds = 0.35;

    private readonly FrameSeries _series = new();
    private readonly SwingTrack[] _tracks = [new(LumaSwingMin), new(ChromaSwingMin), new(ChromaSwingMin)];
    private readonly List<FlickerRun> _runs = [];
    private LightField? _field;
    private LocalFlicker? _local;
    private WorkingSize? _size;
    private double _meanLuma;
    private int _frames;

    /// <inheritdoc/>
    public string Id => "flicker";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        _frames++;
        _size ??= observation.Working.Size;
        _field ??= new LightField(_size, observation.Working.HasChroma);
        _local ??= new LocalFlicker(_field.Columns, _field.Rows);
        var seconds = observation.Measures.TimestampSeconds;
        var measures = observation.Measures;
        var lumaChange = measures.MeanLuma - _meanLuma;
        _meanLuma = measures.MeanLuma;
        if (!observation.Motion.IsKnown || observation.PreviousWorking is null)
        {
            // A strong swing of the light looks like a cut, but leaves the picture as it was.
            if (measures.HasDifference && measures.LightShare >= LightShareMin) Take(_tracks[0].Observe(seconds, lumaChange), 0);
            else Break();
            return;
        }

        _field.Measure(observation.Working, observation.PreviousWorking, observation.Motion);
        for (var plane = 0; plane < LightField.Planes; plane++)
        {
            var change = _field.MedianChange(plane);
            if (plane == 0) _series.Add(seconds, Math.Abs(change));
            Take(_tracks[plane].Observe(seconds, change), plane);
        }

        _local.Observe(_field, seconds);
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        if (_frames < FramesMin || _local is null) return DetectorResult.AbstainAsTooShort(Id, _frames);
        Break();
        var findings = new FindingList();
        var worst = 0.0;
        var runs = Joined();
        foreach (var run in runs)
        {
            worst = Math.Max(worst, run.Swing);
            findings.Add(new DetectorFinding(run.StartSeconds, run.EndSeconds, Math.Min(1, run.Swing / WorstSwing)));
        }

        foreach (var part in _local.Parts())
        {
            if (runs.Exists(run => Covers(run, part.Run))) continue;
            worst = Math.Max(worst, part.Raw);
            findings.Add(new DetectorFinding(part.Run.StartSeconds, part.Run.EndSeconds, Math.Min(1, part.Run.Swing / WorstSwing), BoxOf(part))
            {
                Heat = part.Heat,
            });
        }

        return DetectorResult.Measured(Id, OperatingPoints.Score(Id, worst), [.. findings.ToList().OrderBy(finding => finding.StartSeconds)])
            with { Series = _series.ToList() };
    }

    /// <summary>What swings everywhere swings in each part, in a bright one by more than in the mean of all.</summary>
    private static bool Covers(FlickerRun whole, FlickerRun part) =>
        whole.StartSeconds <= part.EndSeconds && part.StartSeconds <= whole.EndSeconds && whole.Swing >= part.Swing / PartSwingRatio;

    private void Break()
    {
        for (var plane = 0; plane < LightField.Planes; plane++) Take(_tracks[plane].Break(), plane);
        _local!.Break();
    }

    private void Take(FlickerRun? run, int plane)
    {
        if (run is { } found && _runs.Count < FindingList.Max) _runs.Add(plane == 0 ? found : found with { Swing = found.Swing * ChromaWeight });
    }

    /// <summary>Light and colour that swing at the same time, or after a short pause, are one flicker, as strong as the stronger.</summary>
    private List<FlickerRun> Joined()
    {
        var joined = new List<FlickerRun>();
        foreach (var run in _runs.OrderBy(run => run.StartSeconds))
        {
            if (joined.Count > 0 && run.StartSeconds <= joined[^1].EndSeconds + PauseMaxSeconds)
            {
                joined[^1] = new FlickerRun(
                    joined[^1].StartSeconds, Math.Max(joined[^1].EndSeconds, run.EndSeconds), Math.Max(joined[^1].Swing, run.Swing));
            }
            else
            {
                joined.Add(run);
            }
        }

        return joined;
    }

    private FrameBox? BoxOf(FlickerPart part)
    {
        if (part.IsWhole) return null;
        var (width, height) = (_size!.WidthPx * _size.Scale, _size.HeightPx * _size.Scale);
        var (x, y) = (part.Left * width / _field!.Columns, part.Top * height / _field.Rows);
        return new FrameBox(x, y, (part.Right + 1) * width / _field.Columns - x, (part.Bottom + 1) * height / _field.Rows - y);
    }
}

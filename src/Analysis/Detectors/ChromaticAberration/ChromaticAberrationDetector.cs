namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds red and blue that are displaced against green, or chroma against brightness: over the whole picture, by one shift or growing from
/// the middle outwards, or in a part of it. Truly coloured edges do not count, because a displacement moves edges of all colours and
/// directions alike.
/// </summary>
/// <remarks>
/// Measured at chroma size, a few frames a second. Displaced planes agree better moved one way than the other, by the same way in all parts
/// of the picture; what they show may be of any colour. The raw measure is the displacement (root of the mean square over red and blue) in
/// thousandths of the long side, as far as the parts agree on it, in the worst second of the video.
/// Abstains when there are no chroma planes, when the picture is too small, and when it has too few edges.
/// </remarks>
public sealed class ChromaticAberrationDetector : IDetector
{
    /// <summary>Time between two frames that are looked at: fringes stay, and looking is dear.</summary>
    private const double SampleSeconds = 0.35;

    /// <summary>A defect may last for a part of the video only; so much of it is judged at once.</summary>
    private const double SegmentSeconds = 1;

    /// <summary>Edges without which nothing can be said, patches in a segment.</summary>
    private const int PatchesMin = 24;

    /// <summary>Coherence of clean pictures by chance, red and blue against green.</summary>
    private const double ColoursCoherenceMin = 0.55;

    /// <summary>The same of chroma against brightness, which have fewer edges in common.</summary>
    private const double ChromaCoherenceMin = 0.65;

    /// <summary>A displacement of colours from which on chroma is not looked at, thousandths of the long side.</summary>
    private const double FoundMin = 1;

    private readonly FindingList _findings = new();
    private readonly FrameSeries _series = new();
    private ColourDetail? _detail;
    private AberrationMap[] _maps = [];
    private double _segmentStartSeconds;
    private double _nextSeconds;
    private double _lastSeconds;
    private int _samples;
    private int _segmentSamples;
    private double _worst;
    private bool _isMeasured;
    private bool _hasChroma;

    /// <inheritdoc/>
    public string Id => "chromatic-aberration";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        var (frame, seconds) = (observation.Frame, observation.Measures.TimestampSeconds);
        _hasChroma = frame.Format.HasChroma;
        _lastSeconds = seconds;
        if (!_hasChroma || seconds < _nextSeconds || observation.Measures.IsBlack) return;
        if (seconds - _segmentStartSeconds >= SegmentSeconds && _segmentSamples > 0) EndSegment(seconds);
        if (_detail is null)
        {
            _detail = new ColourDetail(frame.Format);
            _maps =
            [
                new AberrationMap(frame.Format, _detail, ColoursCoherenceMin, isGainTold: true, ColourPlane.Green, ColourPlane.Red, ColourPlane.Blue),
                new AberrationMap(frame.Format, _detail, ChromaCoherenceMin, isGainTold: false, ColourPlane.Luma, ColourPlane.ChromaRed, ColourPlane.ChromaBlue),
            ];
        }

        _detail.Measure(frame);
        foreach (var map in _maps) map.Add(_samples);
        _samples++;
        _segmentSamples++;
        _nextSeconds = seconds + SampleSeconds;
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        if (!_hasChroma) return DetectorResult.Abstain(Id, "the video has no colour");
        // The rest of a video is judged by itself only where there is enough of it, or nothing else.
        if (_segmentSamples * SampleSeconds >= SegmentSeconds / 2 || !_isMeasured) EndSegment(_lastSeconds);
        if (!_isMeasured) return DetectorResult.Abstain(Id, "there are too few edges to tell a displacement of colours");
        return DetectorResult.Measured(Id, OperatingPoints.Score(Id, _worst), _findings.ToList()) with { Series = _series.ToList() };
    }

    private void EndSegment(double endSeconds)
    {
        AberrationJudgement? best = null;
        foreach (var map in _maps)
        {
            // Colours that are displaced make chroma disagree with brightness too, which does not say how far.
            if (map.Patches >= PatchesMin && !(best?.Raw >= FoundMin) && map.Judge() is var judged && !(judged.Raw < best?.Raw)) best = judged;
            map.Clear();
        }

        if (best is not null) Take(best, endSeconds);
        (_segmentStartSeconds, _segmentSamples) = (endSeconds, 0);
    }

    private void Take(AberrationJudgement judged, double endSeconds)
    {
        _isMeasured = true;
        _series.Add(_segmentStartSeconds, judged.Raw);
        _worst = Math.Max(_worst, judged.Raw);
        var score = OperatingPoints.Score(Id, judged.Raw);
        if (score < DetectorResult.OperatingPoint) return;
        _findings.Add(new DetectorFinding(_segmentStartSeconds, endSeconds, score, judged.Box) { Heat = judged.Heat });
    }
}

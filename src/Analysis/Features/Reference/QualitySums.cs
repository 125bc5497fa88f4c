namespace FunctionsPipeline.Analysis;

/// <summary>Adds up how far frames are from their references.</summary>
internal sealed class QualitySums(VideoFormat format)
{
    private static readonly string[] PlaneNames = ["y", "u", "v"];

    private readonly PlaneComparison[] _planes = new PlaneComparison[format.HasChroma ? PlaneNames.Length : 1];
    private readonly PlaneComparison[] _frame = new PlaneComparison[format.HasChroma ? PlaneNames.Length : 1];

    // A series keeps the greater of joined values; of these the lower ones are of interest, so they are kept negative.
    private readonly FrameSeries _negativePsnr = new();
    private readonly FrameSeries _negativeSsim = new();
    private FrameQuality _worst;

    public int Frames { get; private set; }

    public void Add(VideoFrame frame, VideoFrame reference)
    {
        Frames++;
        _frame[0] = PlaneComparison.Of(frame.Luma, reference.Luma);
        if (format.HasChroma)
        {
            _frame[1] = PlaneComparison.Of(frame.ChromaBlue, reference.ChromaBlue);
            _frame[2] = PlaneComparison.Of(frame.ChromaRed, reference.ChromaRed);
        }

        for (var plane = 0; plane < _planes.Length; plane++) _planes[plane] += _frame[plane];
        var quality = new FrameQuality(Frames - 1, frame.TimestampSeconds, PsnrDb(_frame), Ssim(_frame));
        if (Frames == 1 || quality.Ssim < _worst.Ssim) _worst = quality;
        _negativePsnr.Add(quality.Seconds, -quality.PsnrDb);
        _negativeSsim.Add(quality.Seconds, -quality.Ssim);
    }

    /// <exception cref="InvalidOperationException">No frame was added.</exception>
    public ReferenceComparison ToComparison(string? note)
    {
        if (Frames == 0) throw new InvalidOperationException("One of the videos has no frame.");
        return new ReferenceComparison(Frames, PsnrDb(_planes), Ssim(_planes), Negated(_negativePsnr), Negated(_negativeSsim), note)
        {
            WorstFrame = _worst,
            Planes = [.. _planes.Select((plane, number) =>
                new PlaneQuality(PlaneNames[number], plane.PsnrDb, plane.Windows == 0 ? null : plane.Ssim))],
        };
    }

    /// <summary>Planes weighted by their pixels: that is the error of all pixels together.</summary>
    private static double PsnrDb(PlaneComparison[] planes) =>
        Psnr.FromMeanSquaredError((double)planes.Sum(plane => plane.SquaredErrorSum) / planes.Sum(plane => plane.Pixels));

    /// <summary>Planes weighted by their pixels, not by their windows. A plane too small for a window does not count.</summary>
    private static double Ssim(PlaneComparison[] planes)
    {
        var (sum, pixels) = (0.0, 0L);
        foreach (var plane in planes)
        {
            if (plane.Windows == 0) continue;
            sum += plane.Ssim * plane.Pixels;
            pixels += plane.Pixels;
        }

        return sum / pixels;
    }

    private static IReadOnlyList<SeriesPoint> Negated(FrameSeries series) => [.. series.ToList().Select(point => point with { Value = -point.Value })];
}

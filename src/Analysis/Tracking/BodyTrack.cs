namespace FunctionsPipeline.Analysis;

/// <summary>Where a tracked body was in one frame.</summary>
/// <param name="Frame">Position in the window.</param>
/// <param name="Seconds">From the video's start.</param>
/// <param name="X">Centre in the window's still world, working pixels.</param>
/// <param name="Y">As <paramref name="X"/>, downwards.</param>
/// <param name="Blob">What was seen.</param>
/// <param name="NeighbourGapPx">Empty pixels to the nearest other blob.</param>
internal readonly record struct BodyPoint(int Frame, double Seconds, double X, double Y, Blob Blob, double NeighbourGapPx);

/// <summary>A body followed through a window of frames. Frames in which it was hidden or merged with another are left out.</summary>
internal sealed class BodyTrack
{
    /// <summary>Points that a prediction looks back on.</summary>
    private const int PredictFrom = 5;

    private readonly List<BodyPoint> _points = [];

    public IReadOnlyList<BodyPoint> Points => _points;

    public BodyPoint First => _points[0];

    public BodyPoint Last => _points[^1];

    public double SizePx => Last.Blob.SizePx;

    /// <summary>Mean over the points. Frames in which the body was merged with another count for little in it.</summary>
    public BlobColour Colour { get; private set; }

    public void Add(BodyPoint point)
    {
        _points.Add(point);
        Colour = _points.Count == 1 ? point.Blob.Colour : Colour.Mix(point.Blob.Colour, 1.0 / _points.Count);
    }

    /// <summary>Where the body should be in the still world: along its last velocity, bent as it was bent.</summary>
    public (double X, double Y) Predict(double seconds)
    {
        if (_points.Count == 1) return (Last.X, Last.Y);
        var from = Math.Max(0, _points.Count - PredictFrom);
        var count = _points.Count - from;
        Span<double> times = stackalloc double[PredictFrom];
        Span<double> x = stackalloc double[PredictFrom];
        Span<double> y = stackalloc double[PredictFrom];
        for (var i = 0; i < count; i++)
        {
            (times[i], x[i], y[i]) = (_points[from + i].Seconds - Last.Seconds, _points[from + i].X, _points[from + i].Y);
        }

        var ahead = seconds - Last.Seconds;

        // A parabola through few noisy points runs away behind a gap, so it is trusted for the next frames only.
        var degree = count >= 4 && ahead < 3 * (Last.Seconds - _points[^2].Seconds) ? 2 : 1;
        return (Polynomial.Fit(times[..count], x[..count], degree).At(ahead), Polynomial.Fit(times[..count], y[..count], degree).At(ahead));
    }

    /// <summary>Speed between the last two points, pixels a second.</summary>
    public double SpeedPx()
    {
        if (_points.Count < 2) return 0;
        var (one, other) = (_points[^2], _points[^1]);
        return Math.Sqrt(Square(other.X - one.X) + Square(other.Y - one.Y)) / Math.Max(1e-6, other.Seconds - one.Seconds);
    }

    private static double Square(double value) => value * value;
}

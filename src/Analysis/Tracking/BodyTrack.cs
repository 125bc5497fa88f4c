namespace FunctionsPipeline.Analysis;

/// <summary>Where a tracked body was in one frame.</summary>
/// <param name="Frame">Position in the window.</param>
/// <param name="Seconds">From the video's start.</param>
/// <param name="X">Centre in the window's still world, working pixels.</param>
/// <param name="Y">As <paramref name="X"/>, downwards.</param>
/// <param name="Blob">What was seen.</param>
/// <param name="NeighbourGapPx">Empty pixels to the nearest other blob.</param>
/// <param name="Neighbour">That blob; null when there is none.</param>
internal readonly record struct BodyPoint(int Frame, double Seconds, double X, double Y, Blob Blob, double NeighbourGapPx, Blob? Neighbour = null);

/// <summary>A body followed through a window of frames. Frames in which it was hidden or merged with another are left out.</summary>
internal sealed class BodyTrack
{
    /// <summary>Points that a prediction looks back on.</summary>
    private const int PredictFrom = 5;

    /// <summary>Points in a row that show the same shape: then it is the body's.</summary>
    private const int ShapePointsMin = 5;

    /// <summary>How much the area of a whole body may differ from what it was: more, and it is half hidden or merged with something.</summary>
    private const double ShapeRatioMax = 1.2;

    /// <summary>The same for the sides of its box.</summary>
    private const double SideRatioMax = 1.2;

    /// <summary>What whole pixels and coding add to a side, pixels.</summary>
    private const int SideSlackPx = 2;

    /// <summary>Share of its box that a thing with a shape of its own fills: limbs and shadows fill less.</summary>
    private const double FilledMin = 0.55;

    /// <summary>How fast the shape follows what is seen: things come closer, but what sinks into the background must not pass for that.</summary>
    private const double ShapeShare = 0.2;

    /// <summary>What has not moved so far may be the mark that a thing left, its own sizes.</summary>
    private const double MovedSizesMin = 1;

    private readonly List<BodyPoint> _points = [];
    private int _shapePoints;
    private BodyPoint _whole;
    private double _areaPx;
    private double _widthPx;
    private double _heightPx;

    public IReadOnlyList<BodyPoint> Points => _points;

    /// <summary>The last point that shows the whole body; null when the body has shown no shape of its own, or has not moved.</summary>
    public BodyPoint? Whole => _shapePoints >= ShapePointsMin && HasMoved() ? _whole : null;

    public BodyPoint First => _points[0];

    public BodyPoint Last => _points[^1];

    public double SizePx => Last.Blob.SizePx;

    /// <summary>Mean over the points. Frames in which the body was merged with another count for little in it.</summary>
    public BlobColour Colour { get; private set; }

    public void Add(BodyPoint point)
    {
        NoteShape(point);
        Misses = 0;
        _points.Add(point);
        Colour = _points.Count == 1 ? point.Blob.Colour : Colour.Mix(point.Blob.Colour, 1.0 / _points.Count);
    }

    /// <summary>Frames in a row in which the body was looked for by its picture and not seen.</summary>
    public int Misses { get; private set; }

    /// <summary>Adds where the body was found by its picture.</summary>
    public void AddFound(BodyPoint point)
    {
        Misses = 0;
        _points.Add(point);
    }

    /// <summary>Notes that the body was looked for and not seen.</summary>
    public void Miss() => Misses++;

    /// <summary>True when a blob is as large as the whole body.</summary>
    public bool IsWhole(Blob blob)
    {
        var ratio = blob.AreaPx / _areaPx;
        return !blob.TouchesBorder && ratio <= ShapeRatioMax && ratio >= 1 / ShapeRatioMax
            && IsSameSide(blob.WidthPx, _widthPx) && IsSameSide(blob.HeightPx, _heightPx);
    }

    private static bool IsSameSide(double one, double other) => Math.Max(one, other) <= SideRatioMax * Math.Min(one, other) + SideSlackPx;

    private void NoteShape(BodyPoint point)
    {
        var blob = point.Blob;
        if (blob.TouchesBorder || blob.AreaPx < FilledMin * blob.WidthPx * blob.HeightPx) return;
        var isSame = _shapePoints > 0 && IsWhole(blob);
        var share = isSame ? ShapeShare : 1;
        _shapePoints = isSame ? _shapePoints + 1 : 1;
        _areaPx += share * (blob.AreaPx - _areaPx);
        _widthPx += share * (blob.WidthPx - _widthPx);
        _heightPx += share * (blob.HeightPx - _heightPx);
        _whole = point;
    }

    private bool HasMoved() => Math.Sqrt(Square(Last.X - First.X) + Square(Last.Y - First.Y)) >= MovedSizesMin * _whole.Blob.SizePx;

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
        var degree = count >= 4 && Math.Abs(ahead) < 3 * Math.Abs(Last.Seconds - _points[^2].Seconds) ? 2 : 1;
        return (Polynomial.Fit(times[..count], x[..count], degree).At(ahead), Polynomial.Fit(times[..count], y[..count], degree).At(ahead));
    }

    /// <summary>Speed between the last two points, pixels a second.</summary>
    public double SpeedPx()
    {
        if (_points.Count < 2) return 0;
        var (one, other) = (_points[^2], _points[^1]);
        return Math.Sqrt(Square(other.X - one.X) + Square(other.Y - one.Y)) / Math.Max(1e-6, Math.Abs(other.Seconds - one.Seconds));
    }

    private static double Square(double value) => value * value;
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// A stretch of a track with one acceleration: what a body does while the same forces act. Positions are working pixels of the still
/// world, y downwards; times are seconds from the video's start.
/// </summary>
internal sealed class FlightPiece
{
    private FlightPiece(double originSeconds, Polynomial x, Polynomial y) => (OriginSeconds, XOf, YOf) = (originSeconds, x, y);

    /// <summary>The time that the parabolas count from: the piece's middle.</summary>
    public double OriginSeconds { get; }

    /// <summary>Across, over time from the origin.</summary>
    public Polynomial XOf { get; }

    /// <summary>Downwards, over time from the origin.</summary>
    public Polynomial YOf { get; }

    /// <summary>Index of the first point in the track.</summary>
    public required int First { get; init; }

    /// <summary>Index of the last point in the track.</summary>
    public required int Last { get; init; }

    public required double StartSeconds { get; init; }

    public required double EndSeconds { get; init; }

    /// <summary>Root mean square distance of the points from the parabola, each way, pixels.</summary>
    public required double ResidualPx { get; init; }

    /// <summary>Standard deviation of each acceleration, pixels a second squared.</summary>
    public required double AccelerationSigma { get; init; }

    /// <summary>Standard deviation of each velocity at the piece's ends, pixels a second.</summary>
    public required double EndVelocitySigma { get; init; }

    /// <summary>Standard deviation of each coordinate at the piece's ends, pixels: three times the scatter of a mean, for a parabola.</summary>
    public required double EndPositionSigma { get; init; }

    public int Points => Last - First + 1;

    public double Seconds => EndSeconds - StartSeconds;

    /// <summary>To the right, pixels a second squared.</summary>
    public double AccelerationX => 2 * XOf.C2;

    /// <summary>Downwards, pixels a second squared.</summary>
    public double AccelerationY => 2 * YOf.C2;

    public (double X, double Y) PositionAt(double seconds) => (XOf.At(seconds - OriginSeconds), YOf.At(seconds - OriginSeconds));

    public (double X, double Y) VelocityAt(double seconds) => (XOf.Slope(seconds - OriginSeconds), YOf.Slope(seconds - OriginSeconds));

    /// <summary>Fits a stretch of points, at least four.</summary>
    /// <param name="points">The track.</param>
    /// <param name="first">Index of the first point.</param>
    /// <param name="last">Index of the last point.</param>
    /// <param name="sigmaPx">What is known of the points' scatter; a worse fit raises it.</param>
    public static FlightPiece Of(IReadOnlyList<BodyPoint> points, int first, int last, double sigmaPx)
    {
        var count = last - first + 1;
        var origin = (points[first].Seconds + points[last].Seconds) / 2;
        var (times, x, y) = (new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++) (times[i], x[i], y[i]) = (points[first + i].Seconds - origin, points[first + i].X, points[first + i].Y);
        var (fitX, fitY) = (Polynomial.Fit(times, x, 2), Polynomial.Fit(times, y, 2));
        var squares = 0.0;
        for (var i = 0; i < count; i++) squares += Square(fitX.At(times[i]) - x[i]) + Square(fitY.At(times[i]) - y[i]);

        var sigma = Math.Max(sigmaPx, Math.Sqrt(squares / Math.Max(1, 2 * (count - 3))));
        var (slope, bend) = Deviations(times);
        return new FlightPiece(origin, fitX, fitY)
        {
            First = first,
            Last = last,
            StartSeconds = points[first].Seconds,
            EndSeconds = points[last].Seconds,
            ResidualPx = Math.Sqrt(squares / (2 * count)),
            AccelerationSigma = 2 * sigma * bend,
            EndPositionSigma = 3 * sigma / Math.Sqrt(count),
            EndVelocitySigma = sigma * Math.Sqrt(slope * slope + Square(2 * bend * times[^1])),
        };
    }

    /// <summary>
    /// The same stretch with an acceleration that is known from elsewhere: a few points then fix the velocity, which they do not when they
    /// must fix the acceleration too.
    /// </summary>
    public static FlightPiece WithAcceleration(IReadOnlyList<BodyPoint> points, FlightPiece piece, FlightPiece known, double sigmaPx)
    {
        var count = piece.Points;
        var (times, x, y) = (new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            times[i] = points[piece.First + i].Seconds - piece.OriginSeconds;
            x[i] = points[piece.First + i].X - known.XOf.C2 * times[i] * times[i];
            y[i] = points[piece.First + i].Y - known.YOf.C2 * times[i] * times[i];
        }

        var (lineX, lineY) = (Polynomial.Fit(times, x, 1), Polynomial.Fit(times, y, 1));
        var squares = 0.0;
        for (var i = 0; i < count; i++) squares += Square(lineX.At(times[i]) - x[i]) + Square(lineY.At(times[i]) - y[i]);

        var sigma = Math.Max(sigmaPx, Math.Sqrt(squares / Math.Max(1, 2 * (count - 2))));
        return new FlightPiece(piece.OriginSeconds, lineX with { C2 = known.XOf.C2 }, lineY with { C2 = known.YOf.C2 })
        {
            First = piece.First,
            Last = piece.Last,
            StartSeconds = piece.StartSeconds,
            EndSeconds = piece.EndSeconds,
            ResidualPx = Math.Sqrt(squares / (2 * count)),
            AccelerationSigma = known.AccelerationSigma,
            EndPositionSigma = 2 * sigma / Math.Sqrt(count),
            EndVelocitySigma = sigma * Deviations(times).Slope,
        };
    }

    /// <summary>Deviations of a parabola's slope and bend for points of deviation 1; times are centred, so the two are nearly independent.</summary>
    private static (double Slope, double Bend) Deviations(double[] times)
    {
        double second = 0, fourth = 0;
        foreach (var time in times)
        {
            second += time * time;
            fourth += time * time * time * time;
        }

        var bend = fourth - second * second / times.Length;
        return (1 / Math.Sqrt(Math.Max(second, 1e-12)), 1 / Math.Sqrt(Math.Max(bend, 1e-12)));
    }

    private static double Square(double value) => value * value;
}

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

    /// <summary>True when it is a flight with the pull that the whole track shows.</summary>
    public bool IsFlight { get; private init; }

    /// <summary>True when it was fitted together with the flights on both sides, which fix it with fewer points.</summary>
    public bool IsBetweenFlights { get; private init; }

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

    /// <summary>A short piece with the acceleration of a neighbour.</summary>
    public static FlightPiece WithAcceleration(IReadOnlyList<BodyPoint> points, FlightPiece piece, FlightPiece known, double sigmaPx) =>
        WithPull(points, piece.First, piece.Last, new BodyPull(known.AccelerationX, known.AccelerationY) { Sigma = known.AccelerationSigma }, sigmaPx);

    /// <summary>
    /// A stretch with an acceleration that is known from elsewhere: a few points then fix the velocity, which they do not when they must fix
    /// the acceleration too.
    /// </summary>
    public static FlightPiece WithPull(IReadOnlyList<BodyPoint> points, int first, int last, BodyPull pull, double sigmaPx)
    {
        var count = last - first + 1;
        var origin = (points[first].Seconds + points[last].Seconds) / 2;
        var (bendX, bendY) = (pull.X / 2, pull.Y / 2);
        var (times, x, y) = (new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            times[i] = points[first + i].Seconds - origin;
            x[i] = points[first + i].X - bendX * times[i] * times[i];
            y[i] = points[first + i].Y - bendY * times[i] * times[i];
        }

        var (lineX, lineY) = (Polynomial.Fit(times, x, 1), Polynomial.Fit(times, y, 1));
        var squares = 0.0;
        for (var i = 0; i < count; i++) squares += Square(lineX.At(times[i]) - x[i]) + Square(lineY.At(times[i]) - y[i]);

        var sigma = Math.Max(sigmaPx, Math.Sqrt(squares / Math.Max(1, 2 * (count - 2))));
        return new FlightPiece(origin, lineX with { C2 = bendX }, lineY with { C2 = bendY })
        {
            First = first,
            Last = last,
            StartSeconds = points[first].Seconds,
            EndSeconds = points[last].Seconds,
            ResidualPx = Math.Sqrt(squares / (2 * count)),
            AccelerationSigma = pull.Sigma,
            EndPositionSigma = 2 * sigma / Math.Sqrt(count),
            EndVelocitySigma = Math.Sqrt(Square(sigma * Deviations(times).Slope) + Square(pull.Sigma * times[^1])),
            IsFlight = true,
        };
    }

    /// <summary>The stretch of a track over which a force acts.</summary>
    public static FlightPiece Of(IReadOnlyList<BodyPoint> points, int first, int last, Force force, double sigmaPx)
    {
        var origin = (force.StartSeconds + force.EndSeconds) / 2;
        var (x, y) = (force.X.From(origin - force.StartSeconds), force.Y.From(origin - force.StartSeconds));
        var squares = 0.0;
        for (var i = first; i <= last; i++)
        {
            var time = points[i].Seconds - origin;
            squares += Square(x.At(time) - points[i].X) + Square(y.At(time) - points[i].Y);
        }

        return new FlightPiece(origin, x, y)
        {
            First = first,
            Last = last,
            StartSeconds = force.StartSeconds,
            EndSeconds = force.EndSeconds,
            ResidualPx = Math.Sqrt(squares / (2 * (last - first + 1))),
            AccelerationSigma = force.Sigma,
            EndPositionSigma = sigmaPx,
            EndVelocitySigma = force.Sigma * (force.EndSeconds - force.StartSeconds),
            IsBetweenFlights = true,
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

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds the stretches between two flights in which another constant force acted: before, meanwhile and behind, place and velocity go on
/// without a jump. A short one looks like a push, or like a flight in steps, when it is cut into free pieces.
/// </summary>
internal static class FlightForce
{
    /// <summary>Points of the flight before it.</summary>
    private const int BeforePointsMin = 6;

    /// <summary>Points of the flight behind it, and what both must keep.</summary>
    private const int PointsMin = 3;

    /// <summary>Pieces that such a stretch may have been cut into, with the flights on both sides.</summary>
    private const int PiecesMax = 4;

    /// <summary>Shorter ones are pushes, seconds.</summary>
    private const double SecondsMin = 0.08;

    /// <summary>More than so many times gravity, for a moment, is a push or a floor.</summary>
    private const double GravitiesMax = 6;

    /// <summary>Longer ones are found without this, seconds.</summary>
    private const double SecondsMax = 1.5;

    /// <summary>Begins and ends that are tried, each.</summary>
    private const int Steps = 14;

    /// <summary>Squared deviations that eight numbers stand for, and that pieces of six and four do; see <see cref="FlightSplit"/>.</summary>
    private const double ForceCost = 60;

    /// <summary>The same where only one flight is seen, before it or behind it: one number less.</summary>
    private const double EndForceCost = 52;

    /// <summary>Begins that are tried for a force that lasts as long as the body is seen.</summary>
    private const int EndSteps = 40;

    /// <summary>What putting together must gain.</summary>
    private const double GainMin = 15;

    /// <summary>The same for such a force: it goes on without a jump, which two flights do not.</summary>
    private const double EndGainMin = 5;

    /// <summary>Deviations that make a force certain.</summary>
    private const double SureSigmas = 6;

    /// <summary>The pieces, those of such stretches put together.</summary>
    /// <param name="points">The track.</param>
    /// <param name="pieces">By time.</param>
    /// <param name="pull">The body's free fall.</param>
    /// <param name="sigmaPx">Scatter of the points.</param>
    public static IReadOnlyList<FlightPiece> PutTogether(IReadOnlyList<BodyPoint> points, IReadOnlyList<FlightPiece> pieces, BodyPull pull, double sigmaPx)
    {
        var all = new List<FlightPiece>(pieces);
        for (var i = 0; i < all.Count; i++)
        {
            if (!all[i].IsFlight || all[i].Points < BeforePointsMin) continue;
            var (best, bestGain, bestLast) = ((Force?)null, GainMin, i);
            for (var last = i + 1; last < Math.Min(all.Count, i + PiecesMax); last++)
            {
                if (!all[last].IsFlight || all[last].Points < PointsMin) continue;
                var parts = all.GetRange(i, last - i + 1);
                if (Fit(points, parts, pull, sigmaPx) is not { } force) continue;
                var gain = CostOf(parts, sigmaPx) - ForceCost - force.Squares;
                if (gain > bestGain) (best, bestGain, bestLast) = (force, gain, last);
            }

            if (best is null) continue;
            var replaced = Cut(points, all[i].First, all[bestLast].Last, best, pull, sigmaPx);
            if (replaced.Count == 0) continue;
            all.RemoveRange(i, bestLast - i + 1);
            all.InsertRange(i, replaced);
            i++;
        }

        PutTogetherEnd(points, all, pull, sigmaPx, isLast: true);
        PutTogetherEnd(points, all, pull, sigmaPx, isLast: false);
        return all;
    }

    /// <summary>Finds a force that acts from some moment of a flight until the body is seen no more, or that had acted before.</summary>
    private static void PutTogetherEnd(IReadOnlyList<BodyPoint> points, List<FlightPiece> all, BodyPull pull, double sigmaPx, bool isLast)
    {
        var (best, bestGain, bestParts) = ((Force?)null, EndGainMin, 0);
        for (var count = 2; count <= Math.Min(all.Count, PiecesMax); count++)
        {
            var parts = isLast ? all.GetRange(all.Count - count, count) : all.GetRange(0, count);
            var flight = isLast ? parts[0] : parts[^1];
            if (!flight.IsFlight || flight.Points < BeforePointsMin) continue;
            if (FitEnd(points, parts, pull, sigmaPx, isLast) is not { } force) continue;
            var gain = CostOf(parts, sigmaPx) - EndForceCost - force.Squares;
            if (gain > bestGain) (best, bestGain, bestParts) = (force, gain, count);
        }

        if (best is null) return;
        var start = isLast ? all.Count - bestParts : 0;
        var replaced = CutEnd(points, all[start].First, all[start + bestParts - 1].Last, best, pull, sigmaPx, isLast);
        if (replaced.Count == 0) return;
        all.RemoveRange(start, bestParts);
        all.InsertRange(start, replaced);
    }

    private static Force? FitEnd(IReadOnlyList<BodyPoint> points, List<FlightPiece> parts, BodyPull pull, double sigmaPx, bool isLast)
    {
        var used = PointsOf(points, parts);
        var (from, to) = (used[0].Seconds, used[^1].Seconds);
        Force? best = null;
        for (var step = 1; step < EndSteps; step++)
        {
            var moment = from + (to - from) * step / EndSteps;
            var (start, end) = isLast ? (moment, to) : (from, moment);
            if (end - start < SecondsMin || Solve(used, start, end, pull, sigmaPx) is not { } force) continue;
            if (best is null || force.Squares < best.Squares) best = force;
        }

        return best is not null && IsSure(best, pull) ? best : null;
    }

    private static List<FlightPiece> CutEnd(IReadOnlyList<BodyPoint> points, int first, int last, Force force, BodyPull pull, double sigmaPx, bool isLast)
    {
        var cut = first;
        while (cut <= last && points[cut].Seconds < (isLast ? force.StartSeconds : force.EndSeconds)) cut++;
        if (cut - first < PointsMin || last - cut + 1 < PointsMin) return [];
        return isLast
            ? [FlightPiece.WithPull(points, first, cut - 1, pull, sigmaPx), FlightPiece.Of(points, cut, last, force, sigmaPx)]
            : [FlightPiece.Of(points, first, cut - 1, force, sigmaPx), FlightPiece.WithPull(points, cut, last, pull, sigmaPx)];
    }

    private static List<BodyPoint> PointsOf(IReadOnlyList<BodyPoint> points, List<FlightPiece> parts) =>
        [.. parts.SelectMany(part => Enumerable.Range(part.First, part.Points)).Select(i => points[i])];

    private static double CostOf(List<FlightPiece> parts, double sigmaPx) =>
        parts.Sum(part => (part.IsFlight ? FlightSplit.FlightCost : FlightSplit.FreeCost) + 2 * part.Points * Square(part.ResidualPx / sigmaPx));

    /// <summary>True for a force that is certain and no push.</summary>
    private static bool IsSure(Force force, BodyPull pull)
    {
        var strength = Length(2 * force.X.C2 - pull.X, 2 * force.Y.C2 - pull.Y);
        return strength >= SureSigmas * force.Sigma && strength <= GravitiesMax * Length(pull.X, pull.Y);
    }

    private static Force? Fit(IReadOnlyList<BodyPoint> points, List<FlightPiece> parts, BodyPull pull, double sigmaPx)
    {
        var (before, behind) = (parts[0], parts[^1]);
        var middle = Middle(before, behind);
        if (middle is not { } moment) return null;
        var used = PointsOf(points, parts);
        var reach = Math.Min(SecondsMax / 2, Math.Min(moment - before.StartSeconds, behind.EndSeconds - moment));
        Force? best = null;
        for (var from = 1; from <= Steps; from++)
        {
            for (var to = 1; to <= Steps; to++)
            {
                var (start, end) = (moment - reach * from / Steps, moment + reach * to / Steps);
                if (end - start < SecondsMin || Solve(used, start, end, pull, sigmaPx) is not { } force) continue;
                if (best is null || force.Squares < best.Squares) best = force;
            }
        }

        return best is not null && IsSure(best, pull) ? best : null;
    }

    /// <summary>When two flights would pass from one to the other at once: the middle of any constant force between them.</summary>
    private static double? Middle(FlightPiece before, FlightPiece behind)
    {
        var (at, to) = (before.EndSeconds, behind.StartSeconds);
        var (one, other) = (before.PositionAt(at), behind.PositionAt(at));
        var (velocity, next) = (before.VelocityAt(at), behind.VelocityAt(at));
        var (jumpX, jumpY) = (next.X - velocity.X, next.Y - velocity.Y);
        var jump = jumpX * jumpX + jumpY * jumpY;
        if (jump < 1e-9) return null;
        var seconds = at - ((other.X - one.X) * jumpX + (other.Y - one.Y) * jumpY) / jump;
        return seconds > before.StartSeconds && seconds < behind.EndSeconds && seconds > at - SecondsMax / 2 && seconds < to + SecondsMax / 2 ? seconds : null;
    }

    /// <summary>The best place, velocity and force for a stretch from start to end, by least squares.</summary>
    private static Force? Solve(List<BodyPoint> points, double start, double end, BodyPull pull, double sigmaPx)
    {
        Span<double> x = stackalloc double[12];
        Span<double> y = stackalloc double[12];
        Span<double> row = stackalloc double[3];
        x.Clear();
        y.Clear();
        foreach (var point in points)
        {
            var time = point.Seconds - start;
            (row[0], row[1], row[2]) = (1, time, Bend(point.Seconds, start, end));
            var (leftX, leftY) = (point.X - pull.X * time * time / 2, point.Y - pull.Y * time * time / 2);
            for (var j = 0; j < 3; j++)
            {
                for (var k = 0; k < 3; k++) x[4 * j + k] += row[j] * row[k];
                x[4 * j + 3] += row[j] * leftX;
                y[4 * j + 3] += row[j] * leftY;
            }
        }

        for (var j = 0; j < 3; j++)
        {
            for (var k = 0; k < 3; k++) y[4 * j + k] = x[4 * j + k];
        }

        var certainty = BendCertainty(x);
        if (!LinearSystem.TrySolve(x, 3) || !LinearSystem.TrySolve(y, 3)) return null;
        var squares = 0.0;
        foreach (var point in points)
        {
            var (time, bend) = (point.Seconds - start, Bend(point.Seconds, start, end));
            squares += Square(x[3] + x[7] * time + x[11] * bend + pull.X * time * time / 2 - point.X)
                + Square(y[3] + y[7] * time + y[11] * bend + pull.Y * time * time / 2 - point.Y);
        }

        return new Force(start, end, squares / (sigmaPx * sigmaPx), sigmaPx / Math.Sqrt(certainty))
        {
            X = new Polynomial(x[3], x[7], (x[11] + pull.X) / 2),
            Y = new Polynomial(y[3], y[7], (y[11] + pull.Y) / 2),
        };
    }

    /// <summary>What is left of the bends' squares when place and velocity are taken out: the inverse variance of the force.</summary>
    private static double BendCertainty(ReadOnlySpan<double> equations)
    {
        var (n, t, b, tt, tb, bb) = (equations[0], equations[1], equations[2], equations[5], equations[6], equations[10]);
        var determinant = n * tt - t * t;
        if (determinant < 1e-12) return 1e-12;
        return Math.Max(1e-12, bb - (tt * b * b - 2 * t * b * tb + n * tb * tb) / determinant);
    }

    /// <summary>The flights on both sides and what lies between; nothing where too little is left of one.</summary>
    private static List<FlightPiece> Cut(IReadOnlyList<BodyPoint> points, int first, int last, Force force, BodyPull pull, double sigmaPx)
    {
        var begin = first;
        while (begin <= last && points[begin].Seconds < force.StartSeconds) begin++;
        var end = last;
        while (end >= first && points[end].Seconds > force.EndSeconds) end--;
        if (begin - first < PointsMin || last - end < PointsMin || end <= begin) return [];
        return
        [
            FlightPiece.WithPull(points, first, begin - 1, pull, sigmaPx),
            FlightPiece.Of(points, begin, end, force, sigmaPx),
            FlightPiece.WithPull(points, end + 1, last, pull, sigmaPx),
        ];
    }

    /// <summary>How far a force of one pixel a second squared carries a body that acts from start to end.</summary>
    private static double Bend(double seconds, double start, double end) =>
        (Square(Math.Max(0, seconds - start)) - Square(Math.Max(0, seconds - end))) / 2;

    private static double Length(double x, double y) => Math.Sqrt(x * x + y * y);

    private static double Square(double value) => value * value;
}

/// <summary>A constant force in the middle of a flight.</summary>
/// <param name="StartSeconds">From when.</param>
/// <param name="EndSeconds">Until when.</param>
/// <param name="Squares">Squared deviations of all points, those of the flights among them.</param>
/// <param name="Sigma">Standard deviation of each acceleration, pixels a second squared.</param>
internal sealed record Force(double StartSeconds, double EndSeconds, double Squares, double Sigma)
{
    /// <summary>The way across, over time from the start.</summary>
    public required Polynomial X { get; init; }

    /// <summary>The way downwards, over time from the start.</summary>
    public required Polynomial Y { get; init; }
}

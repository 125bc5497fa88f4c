namespace FunctionsPipeline.Analysis;

/// <summary>
/// Cuts a stretch of a track into pieces of constant acceleration, as cheaply as the points allow. A body that falls freely has one pull for
/// the whole stretch, so its flights need fewer points and fewer numbers than what moves in another way.
/// </summary>
internal static class FlightSplit
{
    /// <summary>Points of a piece, at least: three fix a parabola, so the fourth is the first that can speak against it.</summary>
    public const int FreePointsMin = 4;

    /// <summary>Points of a flight whose pull is known: two fix it.</summary>
    private const int FlightPointsMin = 3;

    /// <summary>
    /// What one more piece must save, in squared deviations: twice the log of the points for each of its six numbers and its place
    /// (the Bayesian information criterion at about 60 points), rounded up because errors of neighbouring frames are alike.
    /// </summary>
    public const double FreeCost = 45;

    /// <summary>The same for the four numbers of a flight whose pull is known.</summary>
    public const double FlightCost = 30;

    /// <summary>What it costs to take a point for a slip of the tracker; a point five deviations off is one.</summary>
    private const double SlipCost = 25;

    /// <summary>The cheapest cut of points first to last, by dynamic programming.</summary>
    /// <param name="points">The track.</param>
    /// <param name="first">Index of the first point.</param>
    /// <param name="last">Index of the last point.</param>
    /// <param name="sigmaPx">Scatter of the points.</param>
    /// <param name="pull">The body's free fall; null when it is not known.</param>
    public static FlightCut Of(IReadOnlyList<BodyPoint> points, int first, int last, double sigmaPx, BodyPull? pull)
    {
        var count = last - first + 1;
        var moments = new ParabolaMoments(points, first, last);
        var flights = pull is { } known ? new ParabolaMoments(points, first, last, known) : null;
        var (best, from, isFlight) = (new double[count + 1], new int[count + 1], new bool[count + 1]);
        var variance = sigmaPx * sigmaPx;
        for (var end = 1; end <= count; end++)
        {
            (best[end], from[end]) = (best[end - 1] + SlipCost, end - 1);
            for (var start = 0; start <= end - FreePointsMin; start++)
            {
                var cost = best[start] + FreeCost + moments.ParabolaError(start, end - 1) / variance;
                if (cost < best[end]) (best[end], from[end], isFlight[end]) = (cost, start, false);
            }

            for (var start = 0; flights is not null && start <= end - FlightPointsMin; start++)
            {
                var cost = best[start] + FlightCost + flights.LineError(start, end - 1) / variance;
                if (cost < best[end]) (best[end], from[end], isFlight[end]) = (cost, start, true);
            }
        }

        var found = new List<(int First, int Last, bool IsFlight)>();
        for (var end = count; end > 0; end = from[end])
        {
            if (end - from[end] >= FlightPointsMin) found.Add((first + from[end], first + end - 1, isFlight[end]));
        }

        found.Reverse();
        return new FlightCut(best[count], found);
    }
}

/// <summary>Where a stretch is cut.</summary>
/// <param name="Cost">Squared deviations, and what the pieces cost.</param>
/// <param name="Pieces">First and last point of each, and whether it is a flight with the known pull.</param>
internal sealed record FlightCut(double Cost, IReadOnlyList<(int First, int Last, bool IsFlight)> Pieces);

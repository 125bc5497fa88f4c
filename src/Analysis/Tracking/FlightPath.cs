namespace FunctionsPipeline.Analysis;

/// <summary>
/// A track cut into pieces of constant acceleration, and what lies between them: bounces, pushes, and whatever physics does not allow.
/// </summary>
internal sealed class FlightPath
{
    /// <summary>Points of a piece, at least: three fix a parabola, so the fourth is the first that can speak against it.</summary>
    private const int PiecePointsMin = 4;

    /// <summary>
    /// What one more piece must save, in squared deviations: twice the log of the points for each of its six numbers and its place
    /// (the Bayesian information criterion at about 60 points), rounded up because errors of neighbouring frames are alike.
    /// </summary>
    private const double PieceCost = 45;

    /// <summary>What it costs to take a point for a slip of the tracker; a point five deviations off is one.</summary>
    private const double SlipCost = 25;

    /// <summary>Least scatter of a centre, pixels: coding and whole pixels at the rim.</summary>
    private const double SigmaMinPx = 0.2;

    /// <summary>Least scatter as a share of the size: a turning thing's outline is not its centre.</summary>
    private const double SigmaSizeShare = 0.012;

    /// <summary>A point whose area is further than this from its neighbours' is half hidden or merged with something.</summary>
    private const double AreaChangeMax = 1.3;

    /// <summary>A thing at the border that has so much of its area is not cut off, it just touches.</summary>
    private const double BorderAreaMin = 0.95;

    /// <summary>Neighbours each way that an area is compared with.</summary>
    private const int AreaNeighbours = 6;

    /// <summary>Frames that may be missing within a stretch.</summary>
    private const int GapFramesMax = 3;

    private FlightPath(IReadOnlyList<BodyPoint> all, IReadOnlyList<BodyPoint> points, IReadOnlyList<FlightPiece> pieces, double sigmaPx) =>
        (All, Points, Pieces, SigmaPx) = (all, points, pieces, sigmaPx);

    /// <summary>Every point of the track, those at the picture's border among them.</summary>
    public IReadOnlyList<BodyPoint> All { get; }

    /// <summary>The points that show the whole body.</summary>
    public IReadOnlyList<BodyPoint> Points { get; }

    /// <summary>By time. Neighbours may be apart where the body was not seen whole.</summary>
    public IReadOnlyList<FlightPiece> Pieces { get; }

    /// <summary>Scatter of the points, pixels.</summary>
    public double SigmaPx { get; }

    /// <summary>Middle of the areas, pixels.</summary>
    public double SizePx => Math.Sqrt(MedianOf([.. Points.Select(point => (double)point.Blob.AreaPx)]));

    /// <summary>Cuts a track into pieces; null when it is too short for one.</summary>
    public static FlightPath? Of(BodyTrack track)
    {
        var points = Whole(track.Points);
        if (points.Count < PiecePointsMin) return null;
        var size = Math.Sqrt(MedianOf([.. points.Select(point => (double)point.Blob.AreaPx)]));
        var sigma = Math.Max(Math.Max(SigmaMinPx, SigmaSizeShare * size), Scatter(points));
        var pieces = new List<FlightPiece>();
        for (int start = 0, i = 1; i <= points.Count; i++)
        {
            if (i < points.Count && points[i].Frame - points[i - 1].Frame <= GapFramesMax) continue;
            Split(points, start, i - 1, sigma, pieces);
            start = i;
        }

        return pieces.Count == 0 ? null : new FlightPath(track.Points, points, pieces, sigma);
    }

    /// <summary>The points at which the whole body is seen, and those at which the picture's border hides a part that can be told.</summary>
    private static List<BodyPoint> Whole(IReadOnlyList<BodyPoint> all)
    {
        var whole = new List<BodyPoint>();
        for (var i = 0; i < all.Count; i++)
        {
            var areas = new List<double>();
            for (var j = Math.Max(0, i - AreaNeighbours); j <= Math.Min(all.Count - 1, i + AreaNeighbours); j++)
            {
                if (!all[j].Blob.TouchesBorder) areas.Add(all[j].Blob.AreaPx);
            }

            var ratio = areas.Count == 0 ? 0 : all[i].Blob.AreaPx / MedianOf(areas);
            var least = all[i].Blob.TouchesBorder ? BorderAreaMin : 1 / AreaChangeMax;
            if (all[i].Blob.TouchesBorder && BorderCut.Complete(all, i) is { } completed) whole.Add(completed);
            else if (ratio <= AreaChangeMax && ratio >= least) whole.Add(all[i]);
        }

        return whole;
    }

    /// <summary>Scatter of the points from third differences, which no constant acceleration changes.</summary>
    private static double Scatter(List<BodyPoint> points)
    {
        var differences = new List<double>();
        for (var i = 3; i < points.Count; i++)
        {
            if (points[i].Frame - points[i - 3].Frame != 3) continue;
            differences.Add(Math.Abs(points[i].X - 3 * points[i - 1].X + 3 * points[i - 2].X - points[i - 3].X));
            differences.Add(Math.Abs(points[i].Y - 3 * points[i - 1].Y + 3 * points[i - 2].Y - points[i - 3].Y));
        }

        // The squares of 1, 3, 3, 1 add up to 20; 1.4826 makes a deviation of a median.
        return differences.Count == 0 ? 0 : 1.4826 * MedianOf(differences) / Math.Sqrt(20);
    }

    /// <summary>The cheapest way to cut points first to last into pieces and slips, by dynamic programming.</summary>
    private static void Split(List<BodyPoint> points, int first, int last, double sigmaPx, List<FlightPiece> pieces)
    {
        var count = last - first + 1;
        if (count < PiecePointsMin) return;
        var moments = new ParabolaMoments(points, first, last);
        var (best, from) = (new double[count + 1], new int[count + 1]);
        for (var end = 1; end <= count; end++)
        {
            (best[end], from[end]) = (best[end - 1] + SlipCost, end - 1);
            for (var start = 0; start <= end - PiecePointsMin; start++)
            {
                var cost = best[start] + PieceCost + moments.SquaredError(start, end - 1) / (sigmaPx * sigmaPx);
                if (cost < best[end]) (best[end], from[end]) = (cost, start);
            }
        }

        var found = new List<FlightPiece>();
        for (var end = count; end > 0; end = from[end])
        {
            if (end - from[end] >= PiecePointsMin) found.Add(FlightPiece.Of(points, first + from[end], first + end - 1, sigmaPx));
        }

        found.Reverse();
        pieces.AddRange(found);
    }

    private static double MedianOf(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// A track cut into pieces of constant acceleration, and what lies between them: bounces, pushes, and whatever physics does not allow.
/// </summary>
internal sealed class FlightPath
{
    /// <summary>Least scatter of a centre, pixels: coding and whole pixels at the rim.</summary>
    private const double SigmaMinPx = 0.3;

    /// <summary>Least scatter as a share of the size: a turning thing's outline is not its centre.</summary>
    private const double SigmaSizeShare = 0.02;

    /// <summary>
    /// How far the centre is off, in sizes, for a share of the area that is wrong: what is lost at one side moves it by half of that, but
    /// losses at several sides balance.
    /// </summary>
    private const double CentreOfArea = 0.25;

    /// <summary>More scatter of the areas is a change of the body, not an error.</summary>
    private const double AreaScatterMax = 0.2;

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

    /// <summary>Where a piece stands among the pieces.</summary>
    public int IndexOf(FlightPiece piece)
    {
        var i = 0;
        while (!ReferenceEquals(Pieces[i], piece)) i++;
        return i;
    }

    /// <summary>Cuts a track into pieces; null when it is too short for one.</summary>
    public static FlightPath? Of(BodyTrack track)
    {
        var points = Whole(track.Points);
        if (points.Count < FlightSplit.FreePointsMin) return null;
        var size = Math.Sqrt(MedianOf([.. points.Select(point => (double)point.Blob.AreaPx)]));
        var sigma = Math.Max(Math.Max(SigmaMinPx, SigmaSizeShare * size), Math.Max(Scatter(points), CentreOfArea * size * AreaScatter(points)));
        var pieces = FlightPieces.Of(points, Stretches(points), sigma);
        return pieces.Count == 0 ? null : new FlightPath(track.Points, points, pieces, sigma);
    }

    /// <summary>First and last point of what was seen with no long gap.</summary>
    private static List<(int First, int Last)> Stretches(List<BodyPoint> points)
    {
        var stretches = new List<(int First, int Last)>();
        for (int start = 0, i = 1; i <= points.Count; i++)
        {
            if (i < points.Count && points[i].Frame - points[i - 1].Frame <= GapFramesMax) continue;
            stretches.Add((start, i - 1));
            start = i;
        }

        return stretches;
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

    /// <summary>
    /// Scatter of the areas, as a share: where a body is like what is behind it, its outline is wrong for many frames alike, which the
    /// differences of its places don't show.
    /// </summary>
    private static double AreaScatter(List<BodyPoint> points)
    {
        var areas = points.Where(point => !point.Blob.TouchesBorder).Select(point => (double)point.Blob.AreaPx).ToList();
        if (areas.Count == 0) return 0;
        var middle = MedianOf(areas);
        return Math.Min(AreaScatterMax, 1.4826 * MedianOf([.. areas.Select(area => Math.Abs(area - middle))]) / middle);
    }

    private static double MedianOf(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

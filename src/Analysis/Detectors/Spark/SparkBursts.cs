namespace FunctionsPipeline.Analysis;

/// <summary>Gathers sparks that are near each other in place and time into bursts.</summary>
/// <param name="format">The video.</param>
/// <param name="cellPx">Luma pixels on a side of a cell that sparks are placed in.</param>
internal sealed class SparkBursts(VideoFormat format, int cellPx)
{
    /// <summary>Sparks so far apart belong together, as a share of the long side.</summary>
    private const double GapShareMax = 0.15;

    /// <summary>A burst without sparks for so long is over.</summary>
    private const double GapSecondsMax = 1;

    /// <summary>A spark's weight falls to a third in so long, so that rare false ones in a long video never add up.</summary>
    private const double MemorySeconds = 2;

    /// <summary>Weight of a spark that stands out by brightness alone: a glint does so too.</summary>
    private const double LumaWeight = 0.5;

    /// <summary>Greatest weight of one spark.</summary>
    private const double WeightMax = 3;

    /// <summary>Weight of full severity.</summary>
    private const double WorstWeight = 60;

    private const int OpenMax = 64;

    private const int HeatColumns = 16;

    private const int HeatRows = 9;

    private readonly FindingList _findings = new();
    private readonly List<Burst> _open = [];

    /// <summary>The greatest weight a burst has had.</summary>
    public double Worst { get; private set; }

    /// <summary>Takes a spark that has just gone.</summary>
    public void Add(SparkCandidate spark, double seconds)
    {
        var gapCells = (int)(Math.Max(format.WidthPx, format.HeightPx) * GapShareMax / cellPx);
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (spark.StartSeconds - _open[i].EndSeconds > GapSecondsMax) Close(i);
        }

        var burst = _open.Find(known => known.IsNear(spark, gapCells));
        if (burst is null)
        {
            if (_open.Count == OpenMax) Close(0);
            burst = new Burst(spark, format.WidthPx / (double)cellPx / HeatColumns, format.HeightPx / (double)cellPx / HeatRows);
            _open.Add(burst);
        }

        burst.Add(spark, seconds);
        Worst = Math.Max(Worst, burst.Weight);
    }

    /// <summary>The greatest weight of a burst at a time.</summary>
    public double Greatest(double seconds)
    {
        var greatest = 0.0;
        foreach (var burst in _open) greatest = Math.Max(greatest, burst.WeightAt(seconds));
        return greatest;
    }

    /// <summary>All bursts, by start.</summary>
    public IReadOnlyList<DetectorFinding> ToFindings()
    {
        while (_open.Count > 0) Close(0);
        return [.. _findings.ToList().OrderBy(finding => finding.StartSeconds)];
    }

    private void Close(int index)
    {
        var burst = _open[index];
        _open.RemoveAt(index);
        _findings.Add(new DetectorFinding(burst.StartSeconds, burst.EndSeconds, Math.Min(1, burst.Peak / WorstWeight), BoxOf(burst))
        {
            PeakSeconds = burst.PeakSeconds,
            Heat = HeatMap.Of(HeatColumns, burst.Heat),
        });
    }

    private FrameBox BoxOf(Burst burst)
    {
        var (x, y) = (burst.Left * cellPx, burst.Top * cellPx);
        return new FrameBox(
            x, y, Math.Min(format.WidthPx, (burst.Right + 1) * cellPx) - x, Math.Min(format.HeightPx, (burst.Bottom + 1) * cellPx) - y);
    }

    private sealed class Burst(SparkCandidate first, double heatCellWidth, double heatCellHeight)
    {
        private readonly double[] _heat = new double[HeatColumns * HeatRows];

        public ReadOnlySpan<double> Heat => _heat;

        public int Left { get; private set; } = first.Left;

        public int Top { get; private set; } = first.Top;

        public int Right { get; private set; } = first.Right;

        public int Bottom { get; private set; } = first.Bottom;

        public double StartSeconds { get; private set; } = first.StartSeconds;

        public double EndSeconds { get; private set; }

        public double Weight { get; private set; }

        public double Peak { get; private set; }

        public double PeakSeconds { get; private set; }

        public double WeightAt(double seconds) => Weight * Math.Exp(-(seconds - EndSeconds) / MemorySeconds);

        public bool IsNear(SparkCandidate spark, int gapCells) =>
            spark.Left <= Right + gapCells && spark.Right >= Left - gapCells && spark.Top <= Bottom + gapCells && spark.Bottom >= Top - gapCells;

        public void Add(SparkCandidate spark, double seconds)
        {
            var weight = (spark.Channel == SparkGrid.Luma ? LumaWeight : 1) * Math.Min(WeightMax, spark.Strength);
            Weight = WeightAt(seconds) + weight;
            var (column, row) = ((int)(spark.X / heatCellWidth), (int)(spark.Y / heatCellHeight));
            _heat[Math.Min(HeatRows - 1, row) * HeatColumns + Math.Min(HeatColumns - 1, column)] += weight;
            if (Weight > Peak) (Peak, PeakSeconds) = (Weight, spark.StartSeconds);
            (StartSeconds, EndSeconds) = (Math.Min(StartSeconds, spark.StartSeconds), seconds);
            (Left, Top, Right, Bottom) = (Math.Min(Left, spark.Left), Math.Min(Top, spark.Top), Math.Max(Right, spark.Right), Math.Max(Bottom, spark.Bottom));
        }
    }
}

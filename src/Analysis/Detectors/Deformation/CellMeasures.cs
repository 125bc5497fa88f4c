using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// What happens in each cell of a <see cref="CellGrid"/> from one frame to the next. Measured once a frame, however many detectors ask.
/// Fields hold a value a cell, row by row, and are good until the next frame.
/// </summary>
internal sealed class CellMeasures
{
    /// <summary>Flow is smooth within a patch, so every second pixel of every second row says as much as all.</summary>
    private const int FlowStepPx = 2;

    /// <summary>Share of a cell that must have been in sight; the rest may be a thin rim of what was uncovered.</summary>
    private const float VisibleMin = 0.8f;

    /// <summary>What came from so far outside the picture is an error of motion, not something that entered.</summary>
    private const float BorderPx = 0.5f;

    /// <summary>Squared gradient of rounding to whole levels.</summary>
    private const float NoiseMin = 0.15f;

    /// <summary>
    /// Squared gradient at which a patch of 8 x 8 pixels places itself to a tenth of a pixel, for a squared mean absolute residual of 1.
    /// </summary>
    private const float NoisePerSquaredResidual = 1.5f;

    /// <summary>Motions that differ less are one motion.</summary>
    private const float SameWayPx = 0.3f;

    /// <summary>Share of a new frame's noise in the running value.</summary>
    private const float NoiseStep = 0.2f;

    private int _index = -1;
    private CellContents? _contents;
    private CellContents? _previousContents;
    private float[] _residuals = [];
    private GradientRows? _gradients;
    private ushort[] _differences = [];

    /// <summary>The grid; null until the first frame.</summary>
    public CellGrid? Grid { get; private set; }

    /// <summary>False where <see cref="FrameMotion.IsKnown"/> is false: then nothing but <see cref="Detail"/> counts.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Seconds since the frame before.</summary>
    public float StepSeconds { get; private set; }

    /// <summary>When the frame is shown.</summary>
    public double Seconds { get; private set; }

    /// <summary>How the camera moved.</summary>
    public CameraMotion Camera { get; private set; } = CameraMotion.None;

    /// <summary>What any place of the frame looks like; null until the first frame.</summary>
    public CellContents? Contents => _contents;

    /// <summary>Mean way of the cell's content since the frame before, to the right, working pixels.</summary>
    public float[] WayX { get; private set; } = [];

    /// <summary>Mean way of the cell's content since the frame before, downwards, working pixels.</summary>
    public float[] WayY { get; private set; } = [];

    /// <summary><see cref="WayX"/> without the camera's part.</summary>
    public float[] OwnX { get; private set; } = [];

    /// <summary><see cref="WayY"/> without the camera's part.</summary>
    public float[] OwnY { get; private set; } = [];

    /// <summary>Share of the cell that was visible in the frame before, 0 to 1.</summary>
    public float[] Visible { get; private set; } = [];

    /// <summary>Mean squared gradient, levels squared.</summary>
    public float[] Detail { get; private set; } = [];

    /// <summary>The smaller eigenvalue of the mean structure tensor: above noise, motion is known in both directions.</summary>
    public float[] Corner { get; private set; } = [];

    /// <summary>Mean absolute difference from the motion-compensated frame before, levels.</summary>
    public float[] Residual { get; private set; } = [];

    /// <summary>Mean luma, chroma blue and chroma red; chroma is 0 without chroma planes.</summary>
    public CellColours Mean { get; private set; } = new(0);

    /// <summary>
    /// Mean difference from the motion-compensated frame before, levels; above 0 where there is more of it now.
    /// </summary>
    public CellColours Change { get; private set; } = new(0);

    /// <summary>Measures a frame; does nothing when it was this frame that was measured last.</summary>
    public void Measure(in FrameObservation observation)
    {
        if (observation.Measures.Index == _index) return;
        _index = observation.Measures.Index;
        StepSeconds = (float)(observation.Measures.TimestampSeconds - Seconds);
        Seconds = observation.Measures.TimestampSeconds;
        if (Grid is null) Create(observation.Working.Size);
        IsKnown = observation.Motion.IsKnown;
        MeasurePicture(observation.Working);
        if (!IsKnown) return;
        Camera = observation.Motion.Camera;
        MeasureMotion(observation.Motion);
        MeasureSources();
        MeasureResidual(observation.Working.Luma, observation.Motion.Predicted);
        MeasureNoise();
    }

    /// <summary>Squared gradient, levels squared, below which noise hides where a patch of the picture is.</summary>
    public float Noise { get; private set; } = NoiseMin;

    /// <summary>True where motion is known in both directions.</summary>
    public bool IsTrackable(int cell) => Corner[cell] > Noise;

    /// <summary>True where the cell's content was in sight in the frame before, so that what changed in it is its own.</summary>
    public bool IsFollowed(int cell)
    {
        if (Visible[cell] < VisibleMin) return false;
        var grid = Grid!;
        var (column, row) = (cell % grid.Columns, cell / grid.Columns);
        return grid.Left(column) - WayX[cell] >= -BorderPx && grid.Right(column) - WayX[cell] <= grid.WidthPx + BorderPx
            && grid.Top(row) - WayY[cell] >= -BorderPx && grid.Bottom(row) - WayY[cell] <= grid.HeightPx + BorderPx;
    }

    /// <summary>Moves a field along with the picture: each cell takes the value from where its content was.</summary>
    public void Advect(ReadOnlySpan<float> from, Span<float> to)
    {
        var grid = Grid!;
        for (var cell = 0; cell < to.Length; cell++)
        {
            to[cell] = grid.Sample(from, cell % grid.Columns - WayX[cell] / grid.CellPx, cell / grid.Columns - WayY[cell] / grid.CellPx);
        }
    }

    private void Create(WorkingSize size)
    {
        Grid = new CellGrid(size.WidthPx, size.HeightPx);
        (_contents, _previousContents) = (new CellContents(size), new CellContents(size));
        (_gradients, _differences) = (new GradientRows(size.WidthPx), new ushort[size.WidthPx]);
        (WayX, WayY, OwnX, OwnY) = (new float[Grid.Count], new float[Grid.Count], new float[Grid.Count], new float[Grid.Count]);
        (Visible, Detail, Corner, Residual) = (new float[Grid.Count], new float[Grid.Count], new float[Grid.Count], new float[Grid.Count]);
        _residuals = new float[Grid.Count];
        (Mean, Change) = (new CellColours(Grid.Count), new CellColours(Grid.Count));
    }

    private void MeasurePicture(WorkingFrame working)
    {
        (_contents, _previousContents) = (_previousContents, _contents);
        MeasureDetail(working.Luma);
        _contents!.SetChroma(working);
    }

    private void MeasureDetail(PlaneView luma)
    {
        var grid = Grid!;
        for (var row = 0; row < grid.Rows; row++)
        {
            _gradients!.Clear();
            for (var y = grid.Top(row); y < grid.Bottom(row); y++)
            {
                _gradients.Add(luma, y);
                _contents!.SetRow(y, _gradients.Squares, luma.Row(y));
            }

            for (var column = 0; column < grid.Columns; column++)
            {
                var cell = row * grid.Columns + column;
                (Detail[cell], Corner[cell]) = _gradients.Mean(grid.Left(column), grid.Right(column), grid.Bottom(row) - grid.Top(row));
            }
        }
    }

    /// <summary>
    /// What each cell's content looked like in the frame before. At the border of something that moves, a cell holds two motions and its
    /// mean is neither; so the neighbours' motions are tried too, and the one that explains most counts.
    /// </summary>
    private void MeasureSources()
    {
        var grid = Grid!;
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (column, row) = (cell % grid.Columns, cell / grid.Columns);
            var (left, top) = (grid.Left(column), grid.Top(row));
            var (width, height) = (grid.Right(column) - left, grid.Bottom(row) - top);
            var here = _contents!.At(left, top, width, height);
            var source = _previousContents!.At(left - WayX[cell], top - WayY[cell], width, height);
            if (column > 0) Try(cell - 1);
            if (column < grid.Columns - 1) Try(cell + 1);
            if (row > 0) Try(cell - grid.Columns);
            if (row < grid.Rows - 1) Try(cell + grid.Columns);
            (Mean.Luma[cell], Mean.Blue[cell], Mean.Red[cell]) = (here.Luma, here.Blue, here.Red);
            (Change.Luma[cell], Change.Blue[cell], Change.Red[cell]) = (here.Luma - source.Luma, here.Blue - source.Blue, here.Red - source.Red);

            void Try(int neighbour)
            {
                var (apartX, apartY) = (WayX[neighbour] - WayX[cell], WayY[neighbour] - WayY[cell]);
                if (Math.Abs(apartX) + Math.Abs(apartY) < SameWayPx) return;
                var other = _previousContents!.At(left - WayX[neighbour], top - WayY[neighbour], width, height);
                if (here.DistanceTo(other) < here.DistanceTo(source)) source = other;
            }
        }
    }

    private void MeasureMotion(FrameMotion motion)
    {
        var grid = Grid!;
        var camera = motion.Camera;
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (column, row) = (cell % grid.Columns, cell / grid.Columns);
            var (sumX, sumY, visible, pixels) = (0f, 0f, 0, 0);
            for (var y = grid.Top(row); y < grid.Bottom(row); y += FlowStepPx)
            {
                for (var x = grid.Left(column); x < grid.Right(column); x += FlowStepPx)
                {
                    var pixel = y * grid.WidthPx + x;
                    sumX += motion.Backward.X[pixel];
                    sumY += motion.Backward.Y[pixel];
                    visible += motion.Visible[pixel] != 0 ? 1 : 0;
                    pixels++;
                }
            }

            Visible[cell] = (float)visible / pixels;
            (WayX[cell], WayY[cell]) = (-sumX / pixels, -sumY / pixels);
            var (centreX, centreY) = grid.Middle(cell);
            var (previousX, previousY) = camera.Previous(centreX, centreY);
            (OwnX[cell], OwnY[cell]) = (WayX[cell] - (float)(centreX - previousX), WayY[cell] - (float)(centreY - previousY));
        }
    }

    private void MeasureResidual(PlaneView luma, ReadOnlySpan<byte> predicted)
    {
        var grid = Grid!;
        for (var row = 0; row < grid.Rows; row++)
        {
            Array.Clear(_differences);
            for (var y = grid.Top(row); y < grid.Bottom(row); y++) AddDifferences(luma.Row(y), predicted.Slice(y * grid.WidthPx, grid.WidthPx));
            for (var column = 0; column < grid.Columns; column++)
            {
                var (absolute, left, right) = (0, grid.Left(column), grid.Right(column));
                foreach (var difference in _differences.AsSpan(left, right - left)) absolute += difference;
                Residual[row * grid.Columns + column] = (float)absolute / ((right - left) * (grid.Bottom(row) - grid.Top(row)));
            }
        }
    }

    /// <summary>Adds absolute differences down the columns; cells have far fewer than the 257 rows that fit.</summary>
    private void AddDifferences(ReadOnlySpan<byte> here, ReadOnlySpan<byte> there)
    {
        var x = 0;
        for (; x <= here.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var (one, other) = (new Vector<byte>(here[x..]), new Vector<byte>(there[x..]));
            Vector.Widen(Vector.Max(one, other) - Vector.Min(one, other), out var low, out var high);
            (new Vector<ushort>(_differences, x) + low).CopyTo(_differences, x);
            (new Vector<ushort>(_differences, x + Vector<ushort>.Count) + high).CopyTo(_differences, x + Vector<ushort>.Count);
        }

        for (; x < here.Length; x++) _differences[x] += (ushort)Math.Abs(here[x] - there[x]);
    }

    /// <summary>The quarter of the cells that fit best show noise alone; in the others motion may be wrong.</summary>
    private void MeasureNoise()
    {
        Residual.CopyTo(_residuals, 0);
        var residual = OrderStatistic.Of(_residuals, _residuals.Length / 4);
        Noise += (Math.Max(NoiseMin, NoisePerSquaredResidual * residual * residual) - Noise) * NoiseStep;
    }
}

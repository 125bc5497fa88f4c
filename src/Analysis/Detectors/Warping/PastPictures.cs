namespace FunctionsPipeline.Analysis;

/// <summary>
/// The pictures of the last fifth of a second and the motion between them. Over one frame a wobble moves the picture by a fraction of a
/// pixel, which noise hides; over some frames it moves it far enough to be seen or to be refuted. Buffers are made once.
/// </summary>
internal sealed class PastPictures
{
    /// <summary>Over so long motion is put together: a wobble of two hertz is not yet undone.</summary>
    private const double LagSeconds = 0.2;

    /// <summary>Time stamps are rounded, and at 24 frames a second five frames last a little longer.</summary>
    private const double SlackSeconds = 0.02;

    /// <summary>Enough for 60 frames a second; at higher rates less time is looked back.</summary>
    private const int PicturesMax = 13;

    private readonly CellGrid _grid;
    private readonly Entry[] _entries;
    private int _newest;
    private int _count;

    /// <summary>Makes room for pictures.</summary>
    public PastPictures(CellGrid grid)
    {
        _grid = grid;
        _entries = [.. Enumerable.Range(0, PicturesMax).Select(_ => new Entry(grid))];
        (WayX, WayY) = (new float[grid.Count], new float[grid.Count]);
    }

    /// <summary>Frames that <see cref="Earlier"/> lies back; 0 while there is none.</summary>
    public int Lag { get; private set; }

    /// <summary>The newest picture's luma, row by row.</summary>
    public ReadOnlySpan<byte> Newest => _entries[_newest].Luma;

    /// <summary>The luma of the picture <see cref="Lag"/> frames before.</summary>
    public ReadOnlySpan<byte> Earlier => _entries[IndexOf(Lag)].Luma;

    /// <summary>Way of each cell's content since <see cref="Earlier"/>, to the right, working pixels; good after <see cref="FindWays"/>.</summary>
    public float[] WayX { get; }

    /// <summary>The same downwards.</summary>
    public float[] WayY { get; }

    /// <summary>The camera's way since <see cref="Earlier"/>.</summary>
    public PlaneMap Camera { get; private set; }

    /// <summary>Forgets everything: another shot begins.</summary>
    public void Clear() => (_count, Lag) = (0, 0);

    /// <summary>Takes the newest picture.</summary>
    public void Add(PlaneView luma, double seconds, CameraMotion camera)
    {
        _newest = (_newest + 1) % PicturesMax;
        _count = Math.Min(_count + 1, PicturesMax);
        var entry = _entries[_newest];
        (entry.Seconds, entry.Camera) = (seconds, PlaneMap.Of(camera));
        for (var y = 0; y < luma.HeightPx; y++) luma.Row(y).CopyTo(entry.Luma.AsSpan(y * luma.WidthPx));
        Lag = Math.Min(1, _count - 1);
        while (Lag + 1 < _count && seconds - _entries[IndexOf(Lag + 1)].Seconds <= LagSeconds + SlackSeconds) Lag++;
        Camera = PlaneMap.Identity;
        for (var back = 0; back < Lag; back++) Camera = Camera.Then(_entries[IndexOf(back)].Camera);
    }

    /// <summary>Takes the newest picture's motion, a value a cell.</summary>
    public void SetMotion(ReadOnlySpan<float> wayX, ReadOnlySpan<float> wayY)
    {
        wayX.CopyTo(_entries[_newest].WayX);
        wayY.CopyTo(_entries[_newest].WayY);
    }

    /// <summary>Puts the motion of <see cref="Lag"/> frames together.</summary>
    public void FindWays()
    {
        for (var cell = 0; cell < _grid.Count; cell++)
        {
            var (column, row) = ((float)(cell % _grid.Columns), (float)(cell / _grid.Columns));
            var (fromColumn, fromRow) = (column, row);
            for (var back = 0; back < Lag; back++)
            {
                var entry = _entries[IndexOf(back)];
                var stepX = _grid.Sample(entry.WayX, fromColumn, fromRow);
                fromRow -= _grid.Sample(entry.WayY, fromColumn, fromRow) / _grid.CellPx;
                fromColumn -= stepX / _grid.CellPx;
            }

            (WayX[cell], WayY[cell]) = ((column - fromColumn) * _grid.CellPx, (row - fromRow) * _grid.CellPx);
        }
    }

    private int IndexOf(int back) => (_newest - back + PicturesMax) % PicturesMax;

    private sealed class Entry(CellGrid grid)
    {
        public byte[] Luma { get; } = new byte[grid.WidthPx * grid.HeightPx];

        public float[] WayX { get; } = new float[grid.Count];

        public float[] WayY { get; } = new float[grid.Count];

        public PlaneMap Camera { get; set; }

        public double Seconds { get; set; }
    }
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// A picture that was seen some time ago, and where in it everything lies that is seen now. The ways of all frames since are put together
/// on a net of points, so that a way much smaller than a pixel a frame adds up instead of being lost in the error of each. Buffers are
/// made once.
/// </summary>
internal sealed class EarlierPicture
{
    /// <summary>Points of the net on a cell's side: motion is smooth within a patch, which is about a cell.</summary>
    private const int PointsPerCell = 2;

    private readonly CellGrid _grid;
    private readonly int _stepPx;
    private readonly int _columns;
    private readonly byte[] _luma;
    private readonly PictureDetail _detail;
    private readonly CellColours _colours;
    private float[] _x;
    private float[] _y;
    private float[] _nextX;
    private float[] _nextY;

    /// <summary>Makes room for a picture.</summary>
    public EarlierPicture(CellGrid grid)
    {
        _grid = grid;
        _stepPx = grid.CellPx / PointsPerCell;

        // The last points lie on the last row and column of pixels, or beyond.
        _columns = (grid.WidthPx - 2) / _stepPx + 2;
        var count = _columns * ((grid.HeightPx - 2) / _stepPx + 2);
        (_luma, _detail, _colours) = (new byte[grid.WidthPx * grid.HeightPx], new PictureDetail(grid), new CellColours(grid.Count));
        (_x, _y, _nextX, _nextY) = (new float[count], new float[count], new float[count], new float[count]);
    }

    /// <summary>When it was shown.</summary>
    public double Seconds { get; private set; }

    /// <summary>False until a picture is kept, and after <see cref="Forget"/>.</summary>
    public bool IsKept { get; private set; }

    /// <summary>The camera's way since, all frames together.</summary>
    public CameraMotion Camera { get; private set; }

    /// <summary>Forgets the picture: another shot begins.</summary>
    public void Forget() => IsKept = false;

    /// <summary>Keeps the picture that is seen now.</summary>
    /// <param name="luma">Its pixels.</param>
    /// <param name="colours">Its cells' colours.</param>
    /// <param name="seconds">When it is shown.</param>
    public void Keep(PlaneView luma, CellColours colours, double seconds)
    {
        (Seconds, IsKept, Camera) = (seconds, true, CameraMotion.None);
        _detail.Measure(luma);
        colours.Blue.CopyTo(_colours.Blue, 0);
        colours.Red.CopyTo(_colours.Red, 0);
        for (var y = 0; y < luma.HeightPx; y++) luma.Row(y).CopyTo(_luma.AsSpan(y * luma.WidthPx));
        for (var point = 0; point < _x.Length; point++) (_x[point], _y[point]) = (point % _columns * _stepPx, point / _columns * _stepPx);
    }

    /// <summary>Goes on by a frame.</summary>
    /// <param name="backward">From a pixel of the new frame to where it was in the frame before.</param>
    /// <param name="camera">The same for the camera.</param>
    public void Step(FlowField backward, CameraMotion camera)
    {
        for (var point = 0; point < _x.Length; point++)
        {
            var (x, y) = (point % _columns * _stepPx, point / _columns * _stepPx);
            var pixel = Math.Min(y, _grid.HeightPx - 1) * _grid.WidthPx + Math.Min(x, _grid.WidthPx - 1);
            (_nextX[point], _nextY[point]) = PlaceOf(x + backward.X[pixel], y + backward.Y[pixel]);
        }

        (_x, _nextX, _y, _nextY) = (_nextX, _x, _nextY, _y);
        Camera = Together(Camera, camera);
    }

    /// <summary>Where something lay in the earlier picture, pixels; beyond the net its border's way counts.</summary>
    /// <param name="x">Where it is now.</param>
    /// <param name="y">Where it is now.</param>
    public (float X, float Y) PlaceOf(float x, float y)
    {
        var (insideX, insideY) = (Math.Clamp(x, 0, _grid.WidthPx - 1), Math.Clamp(y, 0, _grid.HeightPx - 1));
        var (column, row) = (insideX / _stepPx, insideY / _stepPx);
        var (left, top) = (Math.Min((int)column, _columns - 2), Math.Min((int)row, _x.Length / _columns - 2));
        var (shareX, shareY) = (column - left, row - top);
        var point = top * _columns + left;
        return (Between(_x, point, shareX, shareY) + x - insideX, Between(_y, point, shareX, shareY) + y - insideY);
    }

    /// <summary>The middle of a cell, and where what is there now lay in the earlier picture, pixels.</summary>
    public (float X, float Y, float PlaceX, float PlaceY) PlaceOf(int cell)
    {
        var (column, row) = (cell % _grid.Columns, cell / _grid.Columns);
        var (x, y) = ((_grid.Left(column) + _grid.Right(column) - 1) / 2f, (_grid.Top(row) + _grid.Bottom(row) - 1) / 2f);
        var (placeX, placeY) = PlaceOf(x, y);
        return (x, y, placeX, placeY);
    }

    /// <summary>Mean squared gradient around there, levels squared, and colour, levels.</summary>
    public (float Detail, float Blue, float Red) ContentOf(int cell)
    {
        var (_, _, placeX, placeY) = PlaceOf(cell);
        var (column, row) = ((placeX + 0.5f) / _grid.CellPx - 0.5f, (placeY + 0.5f) / _grid.CellPx - 0.5f);
        return (_grid.Sample(_detail.Detail, column, row), _grid.Sample(_colours.Blue, column, row), _grid.Sample(_colours.Red, column, row));
    }

    /// <summary>What a row of the present picture should look like if everything had only moved since.</summary>
    public void Predict(int y, Span<byte> row)
    {
        var top = Math.Min(y / _stepPx, _x.Length / _columns - 2);
        var shareY = (float)y / _stepPx - top;
        for (var left = 0; left < _columns - 1; left++)
        {
            var point = top * _columns + left;
            var (first, end) = (left * _stepPx, Math.Min(row.Length, (left + 1) * _stepPx + 1));
            var (x, placeY) = (Between(_x, point, 0, shareY), Between(_y, point, 0, shareY));
            var (stepX, stepY) = ((Between(_x, point, 1, shareY) - x) / _stepPx, (Between(_y, point, 1, shareY) - placeY) / _stepPx);
            for (var column = first; column < end; column++)
            {
                row[column] = Pixel(x, placeY);
                (x, placeY) = (x + stepX, placeY + stepY);
            }
        }
    }

    /// <summary>A pixel between pixels; beyond the picture its border counts. In 256ths, which is finer than levels.</summary>
    private byte Pixel(float x, float y)
    {
        const int Parts = 256;
        var (partsX, partsY) = (
            Math.Clamp((int)(x * Parts), 0, (_grid.WidthPx - 1) * Parts - 1), Math.Clamp((int)(y * Parts), 0, (_grid.HeightPx - 1) * Parts - 1));
        var pixel = partsY / Parts * _grid.WidthPx + partsX / Parts;
        var (right, below) = (partsX % Parts, partsY % Parts);
        var above = _luma[pixel] * (Parts - right) + _luma[pixel + 1] * right;
        var under = _luma[pixel + _grid.WidthPx] * (Parts - right) + _luma[pixel + _grid.WidthPx + 1] * right;
        return (byte)((above * (Parts - below) + under * below + Parts * Parts / 2) / (Parts * Parts));
    }

    private float Between(float[] places, int point, float shareX, float shareY)
    {
        var above = places[point] * (1 - shareX) + places[point + 1] * shareX;
        var under = places[point + _columns] * (1 - shareX) + places[point + _columns + 1] * shareX;
        return above * (1 - shareY) + under * shareY;
    }

    /// <summary>First the new frame's way back, then the earlier ones'.</summary>
    private static CameraMotion Together(CameraMotion earlier, CameraMotion last) => new(
        earlier.A * last.A + earlier.B * last.D,
        earlier.A * last.B + earlier.B * last.E,
        earlier.A * last.C + earlier.B * last.F + earlier.C,
        earlier.D * last.A + earlier.E * last.D,
        earlier.D * last.B + earlier.E * last.E,
        earlier.D * last.C + earlier.E * last.F + earlier.F,
        Math.Min(earlier.InlierShare, last.InlierShare));
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Where in an earlier picture everything lay that is seen now: the ways of all frames since, put together on a net of points, so that a
/// way much smaller than a pixel a frame adds up instead of being lost in the error of each. Buffers are made once.
/// </summary>
internal sealed class WayNet
{
    /// <summary>Points on a cell's side: motion is smooth within a patch, which is about a cell.</summary>
    private const int PointsPerCell = 2;

    private readonly CellGrid _grid;
    private readonly int _rows;
    private float[] _x;
    private float[] _y;
    private float[] _nextX;
    private float[] _nextY;

    /// <summary>Makes a net on which nothing has moved.</summary>
    public WayNet(CellGrid grid)
    {
        _grid = grid;
        StepPx = grid.CellPx / PointsPerCell;

        // The last points lie on the last row and column of pixels, or beyond.
        (Columns, _rows) = ((grid.WidthPx - 2) / StepPx + 2, (grid.HeightPx - 2) / StepPx + 2);
        var count = Columns * _rows;
        (_x, _y, _nextX, _nextY) = (new float[count], new float[count], new float[count], new float[count]);
        Clear();
    }

    /// <summary>Pixels between two points.</summary>
    public int StepPx { get; }

    /// <summary>Points in a row.</summary>
    public int Columns { get; }

    /// <summary>The camera's way since, all frames together.</summary>
    public PlaneMap Camera { get; private set; }

    /// <summary>Nothing has moved yet.</summary>
    public void Clear()
    {
        Camera = PlaneMap.Identity;
        for (var point = 0; point < _x.Length; point++) (_x[point], _y[point]) = (point % Columns * StepPx, point / Columns * StepPx);
    }

    /// <summary>Goes on by a frame.</summary>
    /// <param name="backward">From a pixel of the new frame to where it was in the frame before.</param>
    /// <param name="camera">The same for the camera.</param>
    public void Add(FlowField backward, CameraMotion camera)
    {
        for (var row = 0; row < _rows; row++)
        {
            var y = row * StepPx;
            var line = Math.Min(y, _grid.HeightPx - 1) * _grid.WidthPx;
            for (var column = 0; column < Columns; column++)
            {
                var x = column * StepPx;
                var pixel = line + Math.Min(x, _grid.WidthPx - 1);
                var point = row * Columns + column;
                (_nextX[point], _nextY[point]) = PlaceOf(x + backward.X[pixel], y + backward.Y[pixel]);
            }
        }

        Advance(PlaneMap.Of(camera));
    }

    /// <summary>Goes on by all frames of another net.</summary>
    public void Add(WayNet later)
    {
        for (var point = 0; point < _x.Length; point++) (_nextX[point], _nextY[point]) = PlaceOf(later._x[point], later._y[point]);
        Advance(later.Camera);
    }

    /// <summary>Where something lay in the earlier picture, pixels; beyond the net its border's way counts.</summary>
    /// <param name="x">Where it is now.</param>
    /// <param name="y">Where it is now.</param>
    public (float X, float Y) PlaceOf(float x, float y)
    {
        var (insideX, insideY) = (Math.Clamp(x, 0, _grid.WidthPx - 1), Math.Clamp(y, 0, _grid.HeightPx - 1));
        var (column, row) = (insideX / StepPx, insideY / StepPx);
        var (left, top) = (Math.Min((int)column, Columns - 2), Math.Min((int)row, _rows - 2));
        var (shareX, shareY) = (column - left, row - top);
        var point = top * Columns + left;
        return (Between(_x, point, shareX, shareY) + x - insideX, Between(_y, point, shareX, shareY) + y - insideY);
    }

    /// <summary>Where points of a row of pixels lay in the earlier picture, pixels.</summary>
    /// <param name="y">The row of pixels.</param>
    /// <param name="placesX">A place for each column of points.</param>
    /// <param name="placesY">A place for each column of points.</param>
    public void PlacesOfRow(int y, Span<float> placesX, Span<float> placesY)
    {
        var top = Math.Min(y / StepPx, _rows - 2);
        var share = (float)y / StepPx - top;
        for (var column = 0; column < Columns; column++)
        {
            var (above, below) = (top * Columns + column, (top + 1) * Columns + column);
            (placesX[column], placesY[column]) = (_x[above] + (_x[below] - _x[above]) * share, _y[above] + (_y[below] - _y[above]) * share);
        }
    }

    private float Between(float[] places, int point, float shareX, float shareY)
    {
        var above = places[point] + (places[point + 1] - places[point]) * shareX;
        var under = places[point + Columns] + (places[point + Columns + 1] - places[point + Columns]) * shareX;
        return above + (under - above) * shareY;
    }

    /// <summary>First the new frame's way back, then the earlier ones'.</summary>
    private void Advance(PlaneMap last)
    {
        (_x, _nextX, _y, _nextY) = (_nextX, _x, _nextY, _y);
        Camera = last.Then(Camera);
    }
}

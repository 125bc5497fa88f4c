namespace FunctionsPipeline.Analysis;

/// <summary>
/// How far each cell's content went since an earlier picture besides what most of the picture did. The camera's motion is put together from
/// frame to frame, and so are its errors; the ways since are known better, so the map that most of them follow is taken off instead.
/// Buffers are made once.
/// </summary>
internal sealed class OwnWays(CellGrid grid)
{
    /// <summary>Trust, 0 to 1, from which a cell has a vote in what most of the picture does.</summary>
    private const float VoteMin = 0.3f;

    /// <summary>Votes below which nothing is known.</summary>
    private const int VotesMin = 5;

    /// <summary>A vote that is so far off counts a quarter, pixels, and the same in units of the median.</summary>
    private const float OffPx = 0.5f;
    private const float OffMedians = 1.5f;

    /// <summary>Rounds until the map hardly changes.</summary>
    private const int Rounds = 8;

    private readonly int[] _votes = new int[grid.Count];
    private readonly float[] _sorted = new float[grid.Count];
    private readonly float[] _wayX = new float[grid.Count];
    private readonly float[] _wayY = new float[grid.Count];

    /// <summary>The own way to the right, working pixels.</summary>
    public float[] X { get; } = new float[grid.Count];

    /// <summary>The own way down, working pixels.</summary>
    public float[] Y { get; } = new float[grid.Count];

    /// <summary>Measures.</summary>
    /// <param name="earlier">Where everything was.</param>
    /// <param name="trust">How far each cell's way is to be trusted, 0 to 1.</param>
    /// <returns>False when too few ways are known.</returns>
    public bool Measure(EarlierPicture earlier, ReadOnlySpan<float> trust)
    {
        var count = 0;
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (x, y, placeX, placeY) = earlier.PlaceOf(cell);
            (_wayX[cell], _wayY[cell]) = (x - placeX, y - placeY);
            if (trust[cell] > VoteMin) _votes[count++] = cell;
        }

        if (count < VotesMin) return false;
        var most = CameraMotion.None with { C = Median(_wayX, count), F = Median(_wayY, count) };
        for (var round = 0; round < Rounds; round++) most = Refine(most, count);
        for (var cell = 0; cell < grid.Count; cell++) (X[cell], Y[cell]) = Rest(most, cell);
        return true;
    }

    private CameraMotion Refine(CameraMotion most, int count)
    {
        for (var vote = 0; vote < count; vote++)
        {
            var (restX, restY) = Rest(most, _votes[vote]);
            _sorted[vote] = MathF.Sqrt(restX * restX + restY * restY);
        }

        var off = Math.Max(OffPx, OffMedians * OrderStatistic.Of(_sorted.AsSpan(0, count), count / 2));
        var sums = new AffineSums();
        for (var vote = 0; vote < count; vote++)
        {
            var cell = _votes[vote];
            var (restX, restY) = Rest(most, cell);
            var root = 1 + (restX * restX + restY * restY) / (off * off);
            var (x, y) = grid.Middle(cell);
            sums.Add(x, y, _wayX[cell], _wayY[cell], 1 / (root * root));
        }

        return sums.Solve() ?? most;
    }

    /// <summary>A cell's way less that of a map.</summary>
    private (float X, float Y) Rest(CameraMotion most, int cell)
    {
        var (x, y) = grid.Middle(cell);
        var (movedX, movedY) = most.Previous(x, y);
        return ((float)(_wayX[cell] - (movedX - x)), (float)(_wayY[cell] - (movedY - y)));
    }

    private float Median(float[] ways, int count)
    {
        for (var vote = 0; vote < count; vote++) _sorted[vote] = ways[_votes[vote]];
        return OrderStatistic.Of(_sorted.AsSpan(0, count), count / 2);
    }
}

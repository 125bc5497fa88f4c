namespace FunctionsPipeline.Analysis;

/// <summary>
/// The patches of one level: how far each has moved, how sure that is, and a frame of one patch all around so that neighbours can be read
/// without a test.
/// </summary>
internal sealed class PatchGrid
{
    /// <summary>Entries before a row's first patch: one neighbour.</summary>
    private const int PadBefore = 1;

    /// <summary>Entries behind a row's last patch: vectors of eight reach so far over the end, and one neighbour.</summary>
    private const int PadBehind = 8;

    private readonly int _lastX;
    private readonly int _lastY;

    public PatchGrid(int widthPx, int heightPx, int stridePx)
    {
        StridePx = stridePx;
        _lastX = Math.Max(0, widthPx - PatchSearch.SidePx);
        _lastY = Math.Max(0, heightPx - PatchSearch.SidePx);
        Columns = (_lastX + stridePx - 1) / stridePx + 1;
        Rows = (_lastY + stridePx - 1) / stridePx + 1;
        Stride = PadBefore + Columns + PadBehind;
        var entries = Stride * (Rows + 2);
        (X, Y) = (new float[entries], new float[entries]);
        (SmoothX, SmoothY) = (new float[entries], new float[entries]);
        (PullX, PullY) = (new float[entries], new float[entries]);
        (PrecisionXX, PrecisionXY, PrecisionYY) = (new float[entries], new float[entries], new float[entries]);
    }

    /// <summary>Pixels from one patch to the next.</summary>
    public int StridePx { get; }

    /// <summary>Patches in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of patches.</summary>
    public int Rows { get; }

    /// <summary>Entries from one row of patches to the next.</summary>
    public int Stride { get; }

    /// <summary>How far each patch has moved to the right.</summary>
    public float[] X { get; private set; }

    /// <summary>How far each patch has moved down.</summary>
    public float[] Y { get; private set; }

    /// <summary>Where the next sweep of <see cref="PatchSmoothing"/> puts what becomes <see cref="X"/>.</summary>
    public float[] SmoothX { get; private set; }

    /// <summary>Where the next sweep puts what becomes <see cref="Y"/>.</summary>
    public float[] SmoothY { get; private set; }

    /// <summary>What the picture says about a patch: the inverse covariance of its motion, one per pixel squared.</summary>
    public float[] PrecisionXX { get; }

    /// <summary>See <see cref="PrecisionXX"/>.</summary>
    public float[] PrecisionXY { get; }

    /// <summary>See <see cref="PrecisionXX"/>.</summary>
    public float[] PrecisionYY { get; }

    /// <summary>The precision times the motion that was found.</summary>
    public float[] PullX { get; }

    /// <summary>See <see cref="PullX"/>.</summary>
    public float[] PullY { get; }

    /// <summary>Where a patch has its entry.</summary>
    public int Entry(int row, int column) => (row + 1) * Stride + PadBefore + column;

    /// <summary>Left side of the patches of a column; the last one ends at the border and may overlap more.</summary>
    public int LeftPx(int column) => Math.Min(column * StridePx, _lastX);

    /// <summary>Upper side of the patches of a row.</summary>
    public int TopPx(int row) => Math.Min(row * StridePx, _lastY);

    /// <summary>Forgets all motion.</summary>
    public void Clear()
    {
        Array.Clear(X);
        Array.Clear(Y);
    }

    /// <summary>Takes over what a sweep has smoothed.</summary>
    public void Swap() => (X, Y, SmoothX, SmoothY) = (SmoothX, SmoothY, X, Y);

    /// <summary>Repeats the border patches in the frame.</summary>
    public void Frame()
    {
        Frame(X);
        Frame(Y);
    }

    private void Frame(float[] values)
    {
        for (var row = 0; row < Rows; row++)
        {
            values[Entry(row, -1)] = values[Entry(row, 0)];
            values[Entry(row, Columns)] = values[Entry(row, Columns - 1)];
        }

        Array.Copy(values, Stride, values, 0, Stride);
        Array.Copy(values, Stride * Rows, values, Stride * (Rows + 1), Stride);
    }
}

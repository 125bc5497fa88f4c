using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// How well two pictures agree around each cell: the correlation of their brightness. What was blurred or lit differently still agrees, what
/// is another thing does not. Buffers are made once.
/// </summary>
internal sealed class CellAgreement(CellGrid grid)
{
    /// <summary>Variance added to both, levels squared, and the same in units of the noise: where nothing is to be seen nothing agrees.</summary>
    private const float FloorVariance = 4;
    private const float FloorNoises = 4;

    private readonly int[] _squares = new int[grid.WidthPx];
    private readonly int[] _otherSquares = new int[grid.WidthPx];
    private readonly int[] _products = new int[grid.WidthPx];
    private readonly float[] _mean = new float[grid.Count];
    private readonly float[] _otherMean = new float[grid.Count];
    private readonly float[][] _cellSums = [new float[grid.Count], new float[grid.Count], new float[grid.Count]];
    private readonly float[][] _moments = [new float[grid.Count], new float[grid.Count], new float[grid.Count]];

    /// <summary>Correlation over a cell and those around it, -1 to 1.</summary>
    public float[] Correlation { get; } = new float[grid.Count];

    /// <summary>Compares two pictures.</summary>
    /// <param name="one">The one.</param>
    /// <param name="oneMean">Its cells' mean brightness.</param>
    /// <param name="other">The other.</param>
    /// <param name="otherMean">Its cells' mean brightness.</param>
    /// <param name="noise">Squared gradient of noise, levels squared.</param>
    public void Compare(PlaneView one, ReadOnlySpan<float> oneMean, PlaneView other, ReadOnlySpan<float> otherMean, float noise)
    {
        for (var row = 0; row < grid.Rows; row++) AddRow(one, other, row);
        for (var moment = 0; moment < _moments.Length; moment++) CellSmoothing.Smooth(grid, _cellSums[moment], _moments[moment]);
        CellSmoothing.Smooth(grid, oneMean, _mean);
        CellSmoothing.Smooth(grid, otherMean, _otherMean);
        var floor = FloorVariance + FloorNoises * noise;
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var variance = Math.Max(0, _moments[0][cell] - _mean[cell] * _mean[cell]);
            var otherVariance = Math.Max(0, _moments[1][cell] - _otherMean[cell] * _otherMean[cell]);
            var shared = _moments[2][cell] - _mean[cell] * _otherMean[cell];
            Correlation[cell] = shared / MathF.Sqrt((variance + floor) * (otherVariance + floor));
        }
    }

    private void AddRow(PlaneView one, PlaneView other, int row)
    {
        Array.Clear(_squares);
        Array.Clear(_otherSquares);
        Array.Clear(_products);
        for (var y = grid.Top(row); y < grid.Bottom(row); y++) AddProducts(one.Row(y), other.Row(y));
        for (var column = 0; column < grid.Columns; column++)
        {
            var (left, right) = (grid.Left(column), grid.Right(column));
            var (squares, otherSquares, products) = (0L, 0L, 0L);
            for (var x = left; x < right; x++)
            {
                (squares, otherSquares, products) = (squares + _squares[x], otherSquares + _otherSquares[x], products + _products[x]);
            }

            var (cell, pixels) = (row * grid.Columns + column, (float)((right - left) * (grid.Bottom(row) - grid.Top(row))));
            (_cellSums[0][cell], _cellSums[1][cell], _cellSums[2][cell]) = (squares / pixels, otherSquares / pixels, products / pixels);
        }
    }

    private void AddProducts(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var x = 0;
        for (; x <= one.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(one[x..]), out var low, out var high);
            Vector.Widen(new Vector<byte>(other[x..]), out var otherLow, out var otherHigh);
            AddProducts(x, low, otherLow);
            AddProducts(x + Vector<ushort>.Count, high, otherHigh);
        }

        for (; x < one.Length; x++)
        {
            _squares[x] += one[x] * one[x];
            _otherSquares[x] += other[x] * other[x];
            _products[x] += one[x] * other[x];
        }
    }

    private void AddProducts(int x, Vector<ushort> one, Vector<ushort> other)
    {
        // Products of two bytes just fit 16 bits without a sign.
        Add(_squares, x, one * one);
        Add(_otherSquares, x, other * other);
        Add(_products, x, one * other);
    }

    private static void Add(int[] sums, int x, Vector<ushort> products)
    {
        Vector.Widen(products, out var low, out var high);
        (new Vector<int>(sums, x) + low.As<uint, int>()).CopyTo(sums, x);
        var next = x + Vector<int>.Count;
        (new Vector<int>(sums, next) + high.As<uint, int>()).CopyTo(sums, next);
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Sums over the Laplacian of a plane: four times a pixel less its four neighbours, at every pixel that has all four.</summary>
/// <param name="Sum">Sum of the Laplacian.</param>
/// <param name="SquareSum">Sum of its square. A plane of 2^31 pixels stays below 2^52.</param>
/// <param name="Count">Pixels counted.</param>
public readonly record struct LaplacianSums(long Sum, long SquareSum, long Count)
{
    // A square is at most 1020^2 and a lane of 32 bits takes two of them a step: 1,024 steps stay below 2^31.
    private const int StepsPerFlush = 1024;

    /// <summary>Variance of the Laplacian, the usual measure of sharpness: 0 for a flat plane or none, some 1000 for fine texture.</summary>
    public double Variance => Count == 0 ? 0 : (SquareSum - (double)Sum * Sum / Count) / Count;

    /// <summary>Measures a plane; one narrower or lower than 3 pixels has nothing to count.</summary>
    public static LaplacianSums Of(PlaneView plane)
    {
        if (plane.WidthPx < 3 || plane.HeightPx < 3) return default;

        var (sum, squareSum) = (0L, 0L);
        for (var y = 1; y < plane.HeightPx - 1; y++)
        {
            var (rowSum, rowSquareSum) = OfRow(plane.Row(y - 1), plane.Row(y), plane.Row(y + 1));
            sum += rowSum;
            squareSum += rowSquareSum;
        }

        return new LaplacianSums(sum, squareSum, (long)(plane.WidthPx - 2) * (plane.HeightPx - 2));
    }

    /// <summary>Sums over the inner pixels of a row.</summary>
    /// <param name="above">The row above.</param>
    /// <param name="row">The row, as long as the others, at least 3 pixels.</param>
    /// <param name="below">The row below.</param>
    public static (long Sum, long SquareSum) OfRow(ReadOnlySpan<byte> above, ReadOnlySpan<byte> row, ReadOnlySpan<byte> below)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(above.Length, row.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(below.Length, row.Length);
        var (sum, squareSum) = (0L, 0L);
        var x = 1;
        if (Vector256.IsHardwareAccelerated)
        {
            // The read of the right-hand neighbours ends at x + 16, which is inside the row.
            while (x + Vector128<byte>.Count < row.Length)
            {
                var (sums, squares) = (Vector256<int>.Zero, Vector256<int>.Zero);
                for (var step = 0; step < StepsPerFlush && x + Vector128<byte>.Count < row.Length; step++)
                {
                    var laplacian = (Load(row, x) << 2) - Load(row, x - 1) - Load(row, x + 1) - Load(above, x) - Load(below, x);
                    var (low, high) = Vector256.Widen(laplacian);
                    sums += low + high;
                    squares += low * low + high * high;
                    x += Vector128<byte>.Count;
                }

                sum += Vector256.Sum(sums);
                var (lowSquares, highSquares) = Vector256.Widen(squares);
                squareSum += Vector256.Sum(lowSquares + highSquares);
            }
        }

        var (restSum, restSquareSum) = OfRowScalar(above, row, below, x);
        return (sum + restSum, squareSum + restSquareSum);
    }

    /// <summary>The reference that <see cref="OfRow"/> equals, from pixel <paramref name="from"/> on.</summary>
    public static (long Sum, long SquareSum) OfRowScalar(ReadOnlySpan<byte> above, ReadOnlySpan<byte> row, ReadOnlySpan<byte> below, int from = 1)
    {
        var (sum, squareSum) = (0L, 0L);
        for (var x = from; x < row.Length - 1; x++)
        {
            var laplacian = 4 * row[x] - row[x - 1] - row[x + 1] - above[x] - below[x];
            sum += laplacian;
            squareSum += laplacian * laplacian;
        }

        return (sum, squareSum);
    }

    /// <summary>Sixteen pixels as signed 16-bit lanes: the Laplacian of bytes is within -1020 and 1020.</summary>
    private static Vector256<short> Load(ReadOnlySpan<byte> row, int x)
    {
        var pixels = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(row), (nuint)x);
        var (low, high) = Vector128.Widen(pixels);
        return Vector256.Create(low, high).AsInt16();
    }
}

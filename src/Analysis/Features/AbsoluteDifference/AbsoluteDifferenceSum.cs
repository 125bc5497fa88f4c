using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Sum of absolute differences of two rows. Exact on every machine.</summary>
public static class AbsoluteDifferenceSum
{
    // As in LumaSum: two differences of 255 a lane and step.
    private const int StepsPerFlush = 128;

    /// <summary>Sum over all pixels, 0 for none.</summary>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    public static long OfRows(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.Length != other.Length)
        {
            throw new ArgumentException($"Rows of {one.Length} and {other.Length} pixels cannot be compared.", nameof(other));
        }

        var sum = 0L;
        var x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var startOne = ref MemoryMarshal.GetReference(one);
            ref var startOther = ref MemoryMarshal.GetReference(other);
            while (one.Length - x >= Vector256<byte>.Count)
            {
                var lanes = Vector256<ushort>.Zero;
                for (var step = 0; step < StepsPerFlush && one.Length - x >= Vector256<byte>.Count; step++)
                {
                    var a = Vector256.LoadUnsafe(ref startOne, (nuint)x);
                    var b = Vector256.LoadUnsafe(ref startOther, (nuint)x);
                    var (low, high) = Vector256.Widen(Vector256.Max(a, b) - Vector256.Min(a, b));
                    lanes += low + high;
                    x += Vector256<byte>.Count;
                }

                sum += LumaSum.SumOf(lanes);
            }
        }

        return sum + OfRowsScalar(one[x..], other[x..]);
    }

    /// <summary>The reference that <see cref="OfRows"/> equals.</summary>
    public static long OfRowsScalar(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var sum = 0L;
        for (var x = 0; x < one.Length; x++) sum += Math.Abs(one[x] - other[x]);
        return sum;
    }
}

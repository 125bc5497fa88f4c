using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Counts the pixels of a row that are not brighter than a bound. Exact on every machine.</summary>
public static class DarkPixelCount
{
    // A lane counts one pixel a step in 8 bits.
    private const int StepsPerFlush = 255;

    /// <summary>Pixels at or below <paramref name="brightest"/>.</summary>
    public static int OfRow(ReadOnlySpan<byte> row, byte brightest)
    {
        var count = 0;
        var x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var start = ref MemoryMarshal.GetReference(row);
            var bound = Vector256.Create(brightest);
            while (row.Length - x >= Vector256<byte>.Count)
            {
                var lanes = Vector256<byte>.Zero;
                for (var step = 0; step < StepsPerFlush && row.Length - x >= Vector256<byte>.Count; step++)
                {
                    // A true lane is 255, which is -1.
                    lanes -= Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref start, (nuint)x), bound);
                    x += Vector256<byte>.Count;
                }

                var (low, high) = Vector256.Widen(lanes);
                count += (int)LumaSum.SumOf(low + high);
            }
        }

        return count + OfRowScalar(row[x..], brightest);
    }

    /// <summary>The reference that <see cref="OfRow"/> equals.</summary>
    public static int OfRowScalar(ReadOnlySpan<byte> row, byte brightest)
    {
        var count = 0;
        foreach (var pixel in row)
        {
            if (pixel <= brightest) count++;
        }

        return count;
    }
}

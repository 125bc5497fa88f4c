using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Benchmarks.Kernels;

/// <summary>The bound of every comparison: reading both planes of a pair from memory and doing nothing worth mentioning with them.</summary>
internal static class ReadBound
{
    private static ulong _sink;

    public static void Read(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        ref var startOne = ref MemoryMarshal.GetReference(one);
        ref var startOther = ref MemoryMarshal.GetReference(other);
        var (a, b, c, d) = (Vector256<byte>.Zero, Vector256<byte>.Zero, Vector256<byte>.Zero, Vector256<byte>.Zero);
        const int Step = 2 * 32;
        for (nuint at = 0; at <= (nuint)one.Length - Step; at += Step)
        {
            a ^= Vector256.LoadUnsafe(ref startOne, at);
            b ^= Vector256.LoadUnsafe(ref startOther, at);
            c ^= Vector256.LoadUnsafe(ref startOne, at + 32);
            d ^= Vector256.LoadUnsafe(ref startOther, at + 32);
        }

        // Kept, so that the reads are not left out.
        _sink ^= ((a ^ b) ^ (c ^ d)).AsUInt64().GetElement(0);
    }

    /// <summary>What was read, for nobody.</summary>
    public static ulong Sink => _sink;
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Up to three sums of a kernel. What each one means is the operator's business.</summary>
internal record struct PixelSums(long A, long B, long C) : IAdditionOperators<PixelSums, PixelSums, PixelSums>
{
    public static PixelSums operator +(PixelSums left, PixelSums right) => new(left.A + right.A, left.B + right.B, left.C + right.C);
}

/// <summary>The same sums spread over the lanes of registers, 32 bits each. A driver empties them before a lane can overflow.</summary>
internal struct LaneSums128
{
    public Vector128<int> A;
    public Vector128<int> B;
    public Vector128<int> C;

    // Inlined, or else the lanes would have to live in memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly PixelSums Total() => new(LaneTotal.Of(A), LaneTotal.Of(B), LaneTotal.Of(C));
}

/// <inheritdoc cref="LaneSums128"/>
internal struct LaneSums256
{
    public Vector256<int> A;
    public Vector256<int> B;
    public Vector256<int> C;

    // Inlined, or else the lanes would have to live in memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly PixelSums Total() => new(LaneTotal.Of(A), LaneTotal.Of(B), LaneTotal.Of(C));
}

/// <inheritdoc cref="LaneSums128"/>
internal struct LaneSums512
{
    public Vector512<int> A;
    public Vector512<int> B;
    public Vector512<int> C;

    // Inlined, or else the lanes would have to live in memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly PixelSums Total() => new(LaneTotal.Of(A), LaneTotal.Of(B), LaneTotal.Of(C));
}

/// <summary>Adds lanes up in 64 bits, so that full lanes do not overflow together.</summary>
internal static class LaneTotal
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(Vector128<int> lanes)
    {
        var (low, high) = Vector128.Widen(lanes);
        return Vector128.Sum(low + high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(Vector256<int> lanes)
    {
        var (low, high) = Vector256.Widen(lanes);
        return Vector256.Sum(low + high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(Vector512<int> lanes)
    {
        var (low, high) = Vector512.Widen(lanes);
        return Vector512.Sum(low + high);
    }
}

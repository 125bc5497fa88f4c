using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Mean of 2 x 2 pixels, rounded half up.</summary>
internal readonly unsafe struct HalveOperator : IRowMapOperator
{
    public static int Scale => 2;

    public static int MarginPx => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Map(PixelPlace at) =>
        (byte)((at.One[0] + at.One[1] + at.OneBelow(1)[0] + at.OneBelow(1)[1] + 2) >> 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Map128(PixelPlace at) => Vector128.Narrow(Means128(at, 0), Means128(at, Vector128<byte>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<byte> Map256(PixelPlace at) => Vector256.Narrow(Means256(at, 0), Means256(at, Vector256<byte>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<byte> Map512(PixelPlace at) => Vector512.Narrow(Means512(at, 0), Means512(at, Vector512<byte>.Count));

    /// <summary>Means in 16-bit lanes, which four bytes and a half fit into.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Means128(PixelPlace at, int x)
    {
        var (row, below) = (Vector128.Load(at.One + x), Vector128.Load(at.OneBelow(1) + x));
        var sums = PixelLanes.Even(row) + PixelLanes.Odd(row) + PixelLanes.Even(below) + PixelLanes.Odd(below);
        return (sums.AsUInt16() + Vector128.Create((ushort)2)) >>> 2;
    }

    /// <summary>Means in 16-bit lanes, which four bytes and a half fit into.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Means256(PixelPlace at, int x)
    {
        var (row, below) = (Vector256.Load(at.One + x), Vector256.Load(at.OneBelow(1) + x));
        var sums = PixelLanes.Even(row) + PixelLanes.Odd(row) + PixelLanes.Even(below) + PixelLanes.Odd(below);
        return (sums.AsUInt16() + Vector256.Create((ushort)2)) >>> 2;
    }

    /// <summary>Means in 16-bit lanes, which four bytes and a half fit into.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Means512(PixelPlace at, int x)
    {
        var (row, below) = (Vector512.Load(at.One + x), Vector512.Load(at.OneBelow(1) + x));
        var sums = PixelLanes.Even(row) + PixelLanes.Odd(row) + PixelLanes.Even(below) + PixelLanes.Odd(below);
        return (sums.AsUInt16() + Vector512.Create((ushort)2)) >>> 2;
    }
}

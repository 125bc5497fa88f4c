using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Every second pixel of every second row, smoothed by 1 4 6 4 1 over 16 both ways and rounded half up: a step of a Gaussian pyramid.
/// </summary>
internal readonly unsafe struct GaussianHalveOperator : IRowMapOperator
{
    /// <summary>Weights add up to 16 each way, 2^8 in all.</summary>
    private const int ScaleBits = 8;

    private const ushort Half = 1 << (ScaleBits - 1);

    public static int Scale => 2;

    public static int MarginPx => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Map(PixelPlace at)
    {
        var sum = Half + Row(at, -2) + Row(at, 2) + 4 * (Row(at, -1) + Row(at, 1)) + 6 * Row(at, 0);
        return (byte)(sum >> ScaleBits);
    }

    /// <summary>Smoothed along a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Row(PixelPlace at, int below)
    {
        var row = at.OneBelow(below);
        return row[-2] + row[2] + 4 * (row[-1] + row[1]) + 6 * row[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Map128(PixelPlace at) => Vector128.Narrow(Smoothed128(at, 0), Smoothed128(at, Vector128<byte>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<byte> Map256(PixelPlace at) => Vector256.Narrow(Smoothed256(at, 0), Smoothed256(at, Vector256<byte>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<byte> Map512(PixelPlace at) => Vector512.Narrow(Smoothed512(at, 0), Smoothed512(at, Vector512<byte>.Count));

    /// <summary>Smoothed both ways. All weights times 255 and a half stay below 2^16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Smoothed128(PixelPlace at, int x)
    {
        var outer = Row128(at.OneBelow(-2) + x) + Row128(at.OneBelow(2) + x);
        var inner = Row128(at.OneBelow(-1) + x) + Row128(at.OneBelow(1) + x);
        var middle = Row128(at.One + x);
        return (outer + (inner << 2) + (middle << 2) + (middle << 1) + Vector128.Create(Half)) >>> ScaleBits;
    }

    /// <summary>Smoothed along the row. Even lanes of a read are every second pixel, odd lanes the one behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Row128(byte* at)
    {
        var (before, here, behind) = (Vector128.Load(at - 2), Vector128.Load(at), Vector128.Load(at + 2));
        var even = PixelLanes.Even(here);
        var outer = PixelLanes.Even(before) + PixelLanes.Even(behind);
        var inner = PixelLanes.Odd(before) + PixelLanes.Odd(here);
        return (outer + (inner << 2) + (even << 2) + (even << 1)).AsUInt16();
    }

    /// <summary>Smoothed both ways. All weights times 255 and a half stay below 2^16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Smoothed256(PixelPlace at, int x)
    {
        var outer = Row256(at.OneBelow(-2) + x) + Row256(at.OneBelow(2) + x);
        var inner = Row256(at.OneBelow(-1) + x) + Row256(at.OneBelow(1) + x);
        var middle = Row256(at.One + x);
        return (outer + (inner << 2) + (middle << 2) + (middle << 1) + Vector256.Create(Half)) >>> ScaleBits;
    }

    /// <summary>Smoothed along the row. Even lanes of a read are every second pixel, odd lanes the one behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Row256(byte* at)
    {
        var (before, here, behind) = (Vector256.Load(at - 2), Vector256.Load(at), Vector256.Load(at + 2));
        var even = PixelLanes.Even(here);
        var outer = PixelLanes.Even(before) + PixelLanes.Even(behind);
        var inner = PixelLanes.Odd(before) + PixelLanes.Odd(here);
        return (outer + (inner << 2) + (even << 2) + (even << 1)).AsUInt16();
    }

    /// <summary>Smoothed both ways. All weights times 255 and a half stay below 2^16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Smoothed512(PixelPlace at, int x)
    {
        var outer = Row512(at.OneBelow(-2) + x) + Row512(at.OneBelow(2) + x);
        var inner = Row512(at.OneBelow(-1) + x) + Row512(at.OneBelow(1) + x);
        var middle = Row512(at.One + x);
        return (outer + (inner << 2) + (middle << 2) + (middle << 1) + Vector512.Create(Half)) >>> ScaleBits;
    }

    /// <summary>Smoothed along the row. Even lanes of a read are every second pixel, odd lanes the one behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Row512(byte* at)
    {
        var (before, here, behind) = (Vector512.Load(at - 2), Vector512.Load(at), Vector512.Load(at + 2));
        var even = PixelLanes.Even(here);
        var outer = PixelLanes.Even(before) + PixelLanes.Even(behind);
        var inner = PixelLanes.Odd(before) + PixelLanes.Odd(here);
        return (outer + (inner << 2) + (even << 2) + (even << 1)).AsUInt16();
    }
}

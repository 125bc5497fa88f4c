using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>A: luma. B: absolute differences from the frame before. C: pixels at or below a bound. One read of both frames for all three.</summary>
internal readonly unsafe struct FrameOperator(byte brightest) : IRowReduceOperator
{
    // As for the sums of luma and differences alone.
    public static int StepsMax => 1 << 19;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref PixelSums sums)
    {
        sums.A += *at.One;
        sums.B += Math.Abs(*at.One - *at.Other);
        if (*at.One <= brightest) sums.C++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums128 sums)
    {
        var (pixels, previous) = (Vector128.Load(at.One), Vector128.Load(at.Other));
        sums.A += PixelLanes.AbsoluteDifferences(pixels, Vector128<byte>.Zero);
        sums.B += PixelLanes.AbsoluteDifferences(pixels, previous);
        var isDark = Vector128.Equals(Vector128.Min(pixels, Vector128.Create(brightest)), pixels);
        sums.C += PixelLanes.AbsoluteDifferences(isDark & Vector128<byte>.One, Vector128<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums256 sums)
    {
        var (pixels, previous) = (Vector256.Load(at.One), Vector256.Load(at.Other));
        sums.A += PixelLanes.AbsoluteDifferences(pixels, Vector256<byte>.Zero);
        sums.B += PixelLanes.AbsoluteDifferences(pixels, previous);
        var isDark = Vector256.Equals(Vector256.Min(pixels, Vector256.Create(brightest)), pixels);
        sums.C += PixelLanes.AbsoluteDifferences(isDark & Vector256<byte>.One, Vector256<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums512 sums)
    {
        var (pixels, previous) = (Vector512.Load(at.One), Vector512.Load(at.Other));
        sums.A += PixelLanes.AbsoluteDifferences(pixels, Vector512<byte>.Zero);
        sums.B += PixelLanes.AbsoluteDifferences(pixels, previous);
        var isDark = Vector512.Equals(Vector512.Min(pixels, Vector512.Create(brightest)), pixels);
        sums.C += PixelLanes.AbsoluteDifferences(isDark & Vector512<byte>.One, Vector512<byte>.Zero);
    }
}

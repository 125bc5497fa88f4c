using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// A: luma. B: absolute differences from the frame before. C: pixels above a bound. One read of both frames for all three.
/// </summary>
internal readonly unsafe struct FrameOperator(byte brightest) : IRowReduceOperator
{
    // As for the sums of luma and differences alone.
    public static int StepsMax => 1 << 19;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref PixelSums sums)
    {
        sums.A += *at.One;
        sums.B += Math.Abs(*at.One - *at.Other);
        if (*at.One > brightest) sums.C++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums128 sums)
    {
        var (pixels, previous) = (Vector128.Load(at.One), Vector128.Load(at.Other));
        sums.A += PixelLanes.AbsoluteDifferences(pixels, Vector128<byte>.Zero);
        sums.B += PixelLanes.AbsoluteDifferences(pixels, previous);
        // What is above the bound after subtracting it, as ones.
        var bright = Vector128.Min(Vector128.SubtractSaturate(pixels, Vector128.Create(brightest)), Vector128<byte>.One);
        sums.C += PixelLanes.AbsoluteDifferences(bright, Vector128<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums256 sums)
    {
        var (pixels, previous) = (Vector256.Load(at.One), Vector256.Load(at.Other));
        sums.A += PixelLanes.AbsoluteDifferences(pixels, Vector256<byte>.Zero);
        sums.B += PixelLanes.AbsoluteDifferences(pixels, previous);
        // What is above the bound after subtracting it, as ones.
        var bright = Vector256.Min(Vector256.SubtractSaturate(pixels, Vector256.Create(brightest)), Vector256<byte>.One);
        sums.C += PixelLanes.AbsoluteDifferences(bright, Vector256<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums512 sums)
    {
        var (pixels, previous) = (Vector512.Load(at.One), Vector512.Load(at.Other));
        sums.A += PixelLanes.AbsoluteDifferences(pixels, Vector512<byte>.Zero);
        sums.B += PixelLanes.AbsoluteDifferences(pixels, previous);
        // What is above the bound after subtracting it, as ones.
        var bright = Vector512.Min(Vector512.SubtractSaturate(pixels, Vector512.Create(brightest)), Vector512<byte>.One);
        sums.C += PixelLanes.AbsoluteDifferences(bright, Vector512<byte>.Zero);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>A: pixels of the first plane above a bound.</summary>
internal readonly unsafe struct BrightPixelOperator(byte brightest) : IRowReduceOperator
{
    // A lane counts 8 pixels a step.
    public static int StepsMax => 1 << 24;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref PixelSums sums)
    {
        if (*at.One > brightest) sums.A++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums128 sums)
    {
        var pixels = Vector128.Load(at.One);
        // What is above the bound after subtracting it, as ones.
        var bright = Vector128.Min(Vector128.SubtractSaturate(pixels, Vector128.Create(brightest)), Vector128<byte>.One);
        sums.A += PixelLanes.AbsoluteDifferences(bright, Vector128<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums256 sums)
    {
        var pixels = Vector256.Load(at.One);
        // What is above the bound after subtracting it, as ones.
        var bright = Vector256.Min(Vector256.SubtractSaturate(pixels, Vector256.Create(brightest)), Vector256<byte>.One);
        sums.A += PixelLanes.AbsoluteDifferences(bright, Vector256<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums512 sums)
    {
        var pixels = Vector512.Load(at.One);
        // What is above the bound after subtracting it, as ones.
        var bright = Vector512.Min(Vector512.SubtractSaturate(pixels, Vector512.Create(brightest)), Vector512<byte>.One);
        sums.A += PixelLanes.AbsoluteDifferences(bright, Vector512<byte>.Zero);
    }
}

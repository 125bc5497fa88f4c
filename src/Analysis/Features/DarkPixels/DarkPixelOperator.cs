using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>A: pixels of the first plane at or below a bound.</summary>
internal readonly unsafe struct DarkPixelOperator(byte brightest) : IRowReduceOperator
{
    // A lane counts 8 pixels a step.
    public static int StepsMax => 1 << 24;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref PixelSums sums)
    {
        if (*at.One <= brightest) sums.A++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums128 sums)
    {
        var pixels = Vector128.Load(at.One);
        var isDark = Vector128.Equals(Vector128.Min(pixels, Vector128.Create(brightest)), pixels);
        sums.A += PixelLanes.AbsoluteDifferences(isDark & Vector128<byte>.One, Vector128<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums256 sums)
    {
        var pixels = Vector256.Load(at.One);
        var isDark = Vector256.Equals(Vector256.Min(pixels, Vector256.Create(brightest)), pixels);
        sums.A += PixelLanes.AbsoluteDifferences(isDark & Vector256<byte>.One, Vector256<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums512 sums)
    {
        var pixels = Vector512.Load(at.One);
        var isDark = Vector512.Equals(Vector512.Min(pixels, Vector512.Create(brightest)), pixels);
        sums.A += PixelLanes.AbsoluteDifferences(isDark & Vector512<byte>.One, Vector512<byte>.Zero);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>A: absolute differences of both planes.</summary>
internal readonly unsafe struct AbsoluteDifferenceOperator : IRowReduceOperator
{
    // A lane takes 8 differences of 255 a step.
    public static int StepsMax => 1 << 19;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref PixelSums sums)
    {
        sums.A += Math.Abs(*at.One - *at.Other);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums128 sums)
    {
        sums.A += PixelLanes.AbsoluteDifferences(Vector128.Load(at.One), Vector128.Load(at.Other));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums256 sums)
    {
        sums.A += PixelLanes.AbsoluteDifferences(Vector256.Load(at.One), Vector256.Load(at.Other));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums512 sums)
    {
        sums.A += PixelLanes.AbsoluteDifferences(Vector512.Load(at.One), Vector512.Load(at.Other));
    }
}

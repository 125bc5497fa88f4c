using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>A: squared differences of both planes. B: absolute differences.</summary>
internal readonly unsafe struct SquaredErrorOperator : IRowReduceOperator
{
    // A lane takes 4 squares of at most 255^2 a step: 2^13 steps stay below 2^31.
    public static int StepsMax => 1 << 13;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref PixelSums sums)
    {
        var difference = *at.One - *at.Other;
        sums.A += difference * difference;
        sums.B += Math.Abs(difference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums128 sums)
    {
        var (one, other) = (Vector128.Load(at.One), Vector128.Load(at.Other));
        var even = PixelLanes.Even(one) - PixelLanes.Even(other);
        var odd = PixelLanes.Odd(one) - PixelLanes.Odd(other);
        sums.A += PixelLanes.PairProducts(even, even) + PixelLanes.PairProducts(odd, odd);
        sums.B += PixelLanes.AbsoluteDifferences(one, other);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums256 sums)
    {
        var (one, other) = (Vector256.Load(at.One), Vector256.Load(at.Other));
        var even = PixelLanes.Even(one) - PixelLanes.Even(other);
        var odd = PixelLanes.Odd(one) - PixelLanes.Odd(other);
        sums.A += PixelLanes.PairProducts(even, even) + PixelLanes.PairProducts(odd, odd);
        sums.B += PixelLanes.AbsoluteDifferences(one, other);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums512 sums)
    {
        var (one, other) = (Vector512.Load(at.One), Vector512.Load(at.Other));
        var even = PixelLanes.Even(one) - PixelLanes.Even(other);
        var odd = PixelLanes.Odd(one) - PixelLanes.Odd(other);
        sums.A += PixelLanes.PairProducts(even, even) + PixelLanes.PairProducts(odd, odd);
        sums.B += PixelLanes.AbsoluteDifferences(one, other);
    }
}

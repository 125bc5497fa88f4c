using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// A: absolute differences of the right and left neighbour. B: those of the neighbours below and above. For pixels that have all four.
/// </summary>
internal readonly unsafe struct GradientOperator : IRowReduceOperator
{
    // A lane takes 8 differences of 255 a step.
    public static int StepsMax => 1 << 19;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref PixelSums sums)
    {
        sums.A += Math.Abs(at.One[1] - at.One[-1]);
        sums.B += Math.Abs(*at.OneBelow(1) - *at.OneBelow(-1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums128 sums)
    {
        sums.A += PixelLanes.AbsoluteDifferences(Vector128.Load(at.One + 1), Vector128.Load(at.One - 1));
        sums.B += PixelLanes.AbsoluteDifferences(Vector128.Load(at.OneBelow(1)), Vector128.Load(at.OneBelow(-1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums256 sums)
    {
        sums.A += PixelLanes.AbsoluteDifferences(Vector256.Load(at.One + 1), Vector256.Load(at.One - 1));
        sums.B += PixelLanes.AbsoluteDifferences(Vector256.Load(at.OneBelow(1)), Vector256.Load(at.OneBelow(-1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums512 sums)
    {
        sums.A += PixelLanes.AbsoluteDifferences(Vector512.Load(at.One + 1), Vector512.Load(at.One - 1));
        sums.B += PixelLanes.AbsoluteDifferences(Vector512.Load(at.OneBelow(1)), Vector512.Load(at.OneBelow(-1)));
    }
}

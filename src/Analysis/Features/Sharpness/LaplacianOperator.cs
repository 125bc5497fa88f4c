using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>A: four times a pixel less its four neighbours. B: the square of that. For pixels that have all four.</summary>
internal readonly unsafe struct LaplacianOperator : IRowReduceOperator
{
    // A lane takes 4 squares of at most 1020^2 a step: 512 steps stay below 2^31.
    public static int StepsMax => 512;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref PixelSums sums)
    {
        var laplacian = 4 * at.One[0] - at.One[-1] - at.One[1] - *at.OneBelow(-1) - *at.OneBelow(1);
        sums.A += laplacian;
        sums.B += laplacian * laplacian;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums128 sums)
    {
        // Moved by one pixel, the even lanes of a read are the left (right) neighbours and its odd lanes are the pixels themselves.
        var (left, right) = (Vector128.Load(at.One - 1), Vector128.Load(at.One + 1));
        var (above, below) = (Vector128.Load(at.OneBelow(-1)), Vector128.Load(at.OneBelow(1)));
        var (even, odd) = (PixelLanes.Odd(left), PixelLanes.Even(right));
        var laplacianEven = (even << 2) - PixelLanes.Even(left) - odd - PixelLanes.Even(above) - PixelLanes.Even(below);
        var laplacianOdd = (odd << 2) - even - PixelLanes.Odd(right) - PixelLanes.Odd(above) - PixelLanes.Odd(below);
        sums.A += PixelLanes.PairProducts(laplacianEven + laplacianOdd, Vector128<short>.One);
        sums.B += PixelLanes.PairProducts(laplacianEven, laplacianEven) + PixelLanes.PairProducts(laplacianOdd, laplacianOdd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums256 sums)
    {
        // Moved by one pixel, the even lanes of a read are the left (right) neighbours and its odd lanes are the pixels themselves.
        var (left, right) = (Vector256.Load(at.One - 1), Vector256.Load(at.One + 1));
        var (above, below) = (Vector256.Load(at.OneBelow(-1)), Vector256.Load(at.OneBelow(1)));
        var (even, odd) = (PixelLanes.Odd(left), PixelLanes.Even(right));
        var laplacianEven = (even << 2) - PixelLanes.Even(left) - odd - PixelLanes.Even(above) - PixelLanes.Even(below);
        var laplacianOdd = (odd << 2) - even - PixelLanes.Odd(right) - PixelLanes.Odd(above) - PixelLanes.Odd(below);
        sums.A += PixelLanes.PairProducts(laplacianEven + laplacianOdd, Vector256<short>.One);
        sums.B += PixelLanes.PairProducts(laplacianEven, laplacianEven) + PixelLanes.PairProducts(laplacianOdd, laplacianOdd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(PixelPlace at, ref LaneSums512 sums)
    {
        // Moved by one pixel, the even lanes of a read are the left (right) neighbours and its odd lanes are the pixels themselves.
        var (left, right) = (Vector512.Load(at.One - 1), Vector512.Load(at.One + 1));
        var (above, below) = (Vector512.Load(at.OneBelow(-1)), Vector512.Load(at.OneBelow(1)));
        var (even, odd) = (PixelLanes.Odd(left), PixelLanes.Even(right));
        var laplacianEven = (even << 2) - PixelLanes.Even(left) - odd - PixelLanes.Even(above) - PixelLanes.Even(below);
        var laplacianOdd = (odd << 2) - even - PixelLanes.Odd(right) - PixelLanes.Odd(above) - PixelLanes.Odd(below);
        sums.A += PixelLanes.PairProducts(laplacianEven + laplacianOdd, Vector512<short>.One);
        sums.B += PixelLanes.PairProducts(laplacianEven, laplacianEven) + PixelLanes.PairProducts(laplacianOdd, laplacianOdd);
    }
}

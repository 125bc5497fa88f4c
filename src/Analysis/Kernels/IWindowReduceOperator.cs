using System.Numerics;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// What a sum over windows takes from blocks and makes of windows, once for every width. All overloads give the same integers.
/// </summary>
internal interface IWindowReduceOperator
{
    /// <summary>Measures a block of 4 x 4 pixels, and adds to sums over all pixels.</summary>
    BlockSums Block(PixelPlace at, ref PixelSums sums);

    /// <summary>Measures 4 neighbouring blocks.</summary>
    BlockLanes128 Block(PixelPlace at, ref LaneSums128 sums);

    /// <summary>Measures 8 neighbouring blocks.</summary>
    BlockLanes256 Block(PixelPlace at, ref LaneSums256 sums);

    /// <summary>Measures 16 neighbouring blocks.</summary>
    BlockLanes512 Block(PixelPlace at, ref LaneSums512 sums);

    /// <summary>The value of a window of 2 x 2 blocks, at most 2^24 + 2^4 either way.</summary>
    int Window(BlockSums sums);

    /// <summary>The values of 4 windows.</summary>
    Vector128<int> Window(BlockLanes128 sums);

    /// <summary>The values of 8 windows.</summary>
    Vector256<int> Window(BlockLanes256 sums);

    /// <summary>The values of 16 windows.</summary>
    Vector512<int> Window(BlockLanes512 sums);
}

/// <summary>Sums of <see cref="WindowReduce"/>.</summary>
/// <param name="Pixels">Over the pixels of all blocks.</param>
/// <param name="Windows">Over all windows.</param>
internal readonly record struct WindowSums(PixelSums Pixels, long Windows) : IAdditionOperators<WindowSums, WindowSums, WindowSums>
{
    public static WindowSums operator +(WindowSums left, WindowSums right) => new(left.Pixels + right.Pixels, left.Windows + right.Windows);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>What a sum over pixels adds at each of them, once for every width. All overloads add the same integers.</summary>
internal interface IRowReduceOperator
{
    /// <summary>
    /// Steps after which no lane of 32 bits has overflowed, at 64 pixels a step. A narrower step adds no more to a lane.
    /// </summary>
    static abstract int StepsMax { get; }

    /// <summary>Adds one pixel.</summary>
    void Add(PixelPlace at, ref PixelSums sums);

    /// <summary>Adds 16 pixels.</summary>
    void Add(PixelPlace at, ref LaneSums128 sums);

    /// <summary>Adds 32 pixels.</summary>
    void Add(PixelPlace at, ref LaneSums256 sums);

    /// <summary>Adds 64 pixels.</summary>
    void Add(PixelPlace at, ref LaneSums512 sums);
}

/// <summary>
/// The loop under every sum over pixels. Widths descend and share one column, so what one width leaves is what the next one starts with,
/// and no row needs padding.
/// </summary>
internal static unsafe class RowReduce
{
    /// <summary>Sums over all rows, dealt out to threads.</summary>
    public static PixelSums Sum<TOperator>(
        PinnedPlane one, PinnedPlane other, PlaneRegion region, TOperator @operator, KernelSettings settings)
        where TOperator : struct, IRowReduceOperator
    {
        if (region.ToX <= region.FromX || region.ToY <= region.FromY) return default;
        return settings.RowThreads == 1
            ? Sum(one, other, region, @operator, settings.Width)
            : SumInParallel(one, other, region, @operator, settings);
    }

    /// <summary>Apart from the usual case, which is not to pay for the closure.</summary>
    private static PixelSums SumInParallel<TOperator>(
        PinnedPlane one, PinnedPlane other, PlaneRegion region, TOperator @operator, KernelSettings settings)
        where TOperator : struct, IRowReduceOperator =>
        RowSplit.Sum(settings.RowThreads, region.ToY - region.FromY, (from, to) =>
            Sum(one, other, region with { FromY = region.FromY + from, ToY = region.FromY + to }, @operator, settings.Width));

    /// <summary>Sums over a region that is inside both planes or empty, on this thread.</summary>
    public static PixelSums Sum<TOperator>(PinnedPlane one, PinnedPlane other, PlaneRegion region, TOperator @operator, KernelWidth width)
        where TOperator : struct, IRowReduceOperator
    {
        // A strip is as many rows as the lanes can take; one too wide for the lanes is cut into columns, which only huge planes need.
        var sums = default(PixelSums);
        var columnsMax = TOperator.StepsMax * Vector128<byte>.Count;
        for (var x = region.FromX; x < region.ToX; x += columnsMax)
        {
            var toX = Math.Min(region.ToX, x + columnsMax);
            var rowsMax = Math.Max(1, TOperator.StepsMax * Vector128<byte>.Count / (toX - x));
            for (var y = region.FromY; y < region.ToY; y += rowsMax)
            {
                sums += Strip(one, other, new PlaneRegion(x, y, toX, Math.Min(region.ToY, y + rowsMax)), @operator, width);
            }
        }

        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PixelSums Strip<TOperator>(PinnedPlane one, PinnedPlane other, PlaneRegion region, TOperator @operator, KernelWidth width)
        where TOperator : struct, IRowReduceOperator
    {
        var (sums, fromX, columns, rows) = (default(PixelSums), region.FromX, region.ToX - region.FromX, region.ToY - region.FromY);
        PixelPlace At(int x) => new(one.At(x, region.FromY), one.StrideBytes, other.At(x, region.FromY), other.StrideBytes);
        if (width >= KernelWidth.Bits512 && Vector512.IsHardwareAccelerated && columns >= Vector512<byte>.Count)
        {
            sums += Walk512(At(fromX), RegionWalk.Over(one, other, columns, rows, Vector512<byte>.Count), @operator);
            (fromX, columns) = (region.ToX - columns % Vector512<byte>.Count, columns % Vector512<byte>.Count);
        }

        if (width >= KernelWidth.Bits256 && Vector256.IsHardwareAccelerated && columns >= Vector256<byte>.Count)
        {
            sums += Walk256(At(fromX), RegionWalk.Over(one, other, columns, rows, Vector256<byte>.Count), @operator);
            (fromX, columns) = (region.ToX - columns % Vector256<byte>.Count, columns % Vector256<byte>.Count);
        }

        if (width >= KernelWidth.Bits128 && Vector128.IsHardwareAccelerated && columns >= Vector128<byte>.Count)
        {
            sums += Walk128(At(fromX), RegionWalk.Over(one, other, columns, rows, Vector128<byte>.Count), @operator);
            (fromX, columns) = (region.ToX - columns % Vector128<byte>.Count, columns % Vector128<byte>.Count);
        }

        return columns == 0 ? sums : sums + WalkScalar(At(fromX), RegionWalk.Over(one, other, columns, rows, 1), @operator);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PixelSums Walk512<TOperator>(PixelPlace start, RegionWalk walk, TOperator @operator)
        where TOperator : struct, IRowReduceOperator
    {
        var lanes = default(LaneSums512);
        for (var outer = 0; outer < walk.Outer.Steps; outer++)
        {
            var at = start;
            for (var inner = 0; inner < walk.Inner.Steps; inner++)
            {
                @operator.Add(at, ref lanes);
                at = at.Move(walk.Inner);
            }

            start = start.Move(walk.Outer);
        }

        return lanes.Total();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PixelSums Walk256<TOperator>(PixelPlace start, RegionWalk walk, TOperator @operator)
        where TOperator : struct, IRowReduceOperator
    {
        var lanes = default(LaneSums256);
        for (var outer = 0; outer < walk.Outer.Steps; outer++)
        {
            var at = start;
            for (var inner = 0; inner < walk.Inner.Steps; inner++)
            {
                @operator.Add(at, ref lanes);
                at = at.Move(walk.Inner);
            }

            start = start.Move(walk.Outer);
        }

        return lanes.Total();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PixelSums Walk128<TOperator>(PixelPlace start, RegionWalk walk, TOperator @operator)
        where TOperator : struct, IRowReduceOperator
    {
        var lanes = default(LaneSums128);
        for (var outer = 0; outer < walk.Outer.Steps; outer++)
        {
            var at = start;
            for (var inner = 0; inner < walk.Inner.Steps; inner++)
            {
                @operator.Add(at, ref lanes);
                at = at.Move(walk.Inner);
            }

            start = start.Move(walk.Outer);
        }

        return lanes.Total();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PixelSums WalkScalar<TOperator>(PixelPlace start, RegionWalk walk, TOperator @operator)
        where TOperator : struct, IRowReduceOperator
    {
        var sums = default(PixelSums);
        for (var outer = 0; outer < walk.Outer.Steps; outer++)
        {
            var at = start;
            for (var inner = 0; inner < walk.Inner.Steps; inner++)
            {
                @operator.Add(at, ref sums);
                at = at.Move(walk.Inner);
            }

            start = start.Move(walk.Outer);
        }

        return sums;
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// The loop under sums over windows of 8 x 8 pixels that lie 4 apart. Every pixel is read once: blocks of 4 x 4 are measured, a row of them
/// is added to the row above, and neighbours in the sum are windows. Columns and rows beyond the last whole block are not looked at.
/// </summary>
internal static unsafe class WindowReduce
{
    /// <summary>Width and height of a block, and from one window to the next.</summary>
    public const int BlockPx = 4;

    /// <summary>Steps along a row of windows after which a lane of 32 bits has not overflowed.</summary>
    private const int WindowStepsMax = 120;

    /// <summary>Steps along a row of blocks after which a lane has not overflowed: 16 pixels of 255^2, doubled, at most each.</summary>
    private const int BlockStepsMax = 512;

    /// <summary>Width and height of a window: two blocks.</summary>
    public const int WindowPx = 2 * BlockPx;

    /// <summary>Sums over all windows, rows of blocks dealt out to threads.</summary>
    public static WindowSums Sum<TOperator>(PinnedPlane one, PinnedPlane other, TOperator @operator, KernelSettings settings)
        where TOperator : struct, IWindowReduceOperator
    {
        var rows = one.HeightPx / BlockPx;
        if (rows == 0 || one.WidthPx < BlockPx) return default;
        return settings.RowThreads == 1
            ? Sum(one, other, 0, rows, @operator, settings.Width)
            : SumInParallel(one, other, rows, @operator, settings);
    }

    private static WindowSums SumInParallel<TOperator>(
        PinnedPlane one, PinnedPlane other, int rows, TOperator @operator, KernelSettings settings)
        where TOperator : struct, IWindowReduceOperator =>
        RowSplit.Sum(settings.RowThreads, rows, (from, to) => Sum(one, other, from, to, @operator, settings.Width));

    private static WindowSums Sum<TOperator>(
        PinnedPlane one, PinnedPlane other, int fromRow, int toRow, TOperator @operator, KernelWidth width)
        where TOperator : struct, IWindowReduceOperator
    {
        var blocks = one.WidthPx / BlockPx;
        var buffer = ArrayPool<int>.Shared.Rent(2 * BlockRow.SumsPerBlock * blocks);
        var (pixels, windows) = (default(PixelSums), 0L);
        fixed (int* start = buffer)
        {
            var above = new BlockRow(start, blocks);
            var pairs = new BlockRow(start + BlockRow.SumsPerBlock * blocks, blocks);
            // The row above the first one belongs to another part: it makes windows here and counts there.
            if (fromRow > 0) MeasureBlocks(one, other, fromRow - 1, above, pairs, @operator, width);
            for (var row = fromRow; row < toRow; row++)
            {
                pixels += MeasureBlocks(one, other, row, above, pairs, @operator, width);
                if (row > 0) windows += SumWindows(pairs, blocks - 1, @operator, width);
            }
        }

        ArrayPool<int>.Shared.Return(buffer);
        return new WindowSums(pixels, windows);
    }

    /// <summary>
    /// Measures a row of blocks: <paramref name="pairs"/> gets the sum with the row above, and then the row is the one above. What the first
    /// row is added to is left over from somebody else; nobody looks at that sum.
    /// </summary>
    private static PixelSums MeasureBlocks<TOperator>(
        PinnedPlane one, PinnedPlane other, int row, BlockRow above, BlockRow pairs, TOperator @operator, KernelWidth width)
        where TOperator : struct, IWindowReduceOperator
    {
        var sums = default(PixelSums);
        var (block, blocks) = (0, one.WidthPx / BlockPx);
        var place = new PixelPlace(one.At(0, row * BlockPx), one.StrideBytes, other.At(0, row * BlockPx), other.StrideBytes);
        if (width >= KernelWidth.Bits512 && Vector512.IsHardwareAccelerated)
        {
            Measure512(place, ref block, blocks, above, pairs, @operator, ref sums);
        }

        if (width >= KernelWidth.Bits256 && Vector256.IsHardwareAccelerated)
        {
            Measure256(place, ref block, blocks, above, pairs, @operator, ref sums);
        }

        if (width >= KernelWidth.Bits128 && Vector128.IsHardwareAccelerated)
        {
            Measure128(place, ref block, blocks, above, pairs, @operator, ref sums);
        }

        for (; block < blocks; block++)
        {
            var here = @operator.Block(place.Right(block * BlockPx), ref sums);
            pairs.Store(block, above.Load(block) + here);
            above.Store(block, here);
        }

        return sums;
    }

    /// <summary>Fetches as much of the next row of blocks as a step takes of this one, in the order of memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FetchNext(PixelPlace strip, int block, int blocks)
    {
        const int BlockBytes = BlockPx * BlockPx;
        ReadAhead.Fetch(strip.OneBelow(BlockPx) + block * BlockBytes, blocks * BlockBytes);
        ReadAhead.Fetch(strip.OtherBelow(BlockPx) + block * BlockBytes, blocks * BlockBytes);
    }

    private static long SumWindows<TOperator>(BlockRow pairs, int windows, TOperator @operator, KernelWidth width)
        where TOperator : struct, IWindowReduceOperator
    {
        var (sum, window) = (0L, 0);
        if (width >= KernelWidth.Bits512 && Vector512.IsHardwareAccelerated) sum += Sum512(pairs, ref window, windows, @operator);
        if (width >= KernelWidth.Bits256 && Vector256.IsHardwareAccelerated) sum += Sum256(pairs, ref window, windows, @operator);
        if (width >= KernelWidth.Bits128 && Vector128.IsHardwareAccelerated) sum += Sum128(pairs, ref window, windows, @operator);
        for (; window < windows; window++) sum += @operator.Window(pairs.Load(window) + pairs.Load(window + 1));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Measure512<TOperator>(
        PixelPlace place, ref int block, int blocks, BlockRow above, BlockRow pairs, TOperator @operator, ref PixelSums sums)
        where TOperator : struct, IWindowReduceOperator
    {
        while (blocks - block >= Vector512<int>.Count)
        {
            var lanes = default(LaneSums512);
            for (var step = 0; step < BlockStepsMax && blocks - block >= Vector512<int>.Count; step++, block += Vector512<int>.Count)
            {
                var here = @operator.Block(place.Right(block * BlockPx), ref lanes);
                FetchNext(place, block, Vector512<int>.Count);
                var before = above.Load512(block);
                pairs.Store(block, new BlockLanes512(before.A + here.A, before.B + here.B, before.C + here.C));
                above.Store(block, here);
            }

            sums += lanes.Total();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Sum512<TOperator>(BlockRow pairs, ref int window, int windows, TOperator @operator)
        where TOperator : struct, IWindowReduceOperator
    {
        var sum = 0L;
        while (windows - window >= Vector512<int>.Count)
        {
            var lanes = Vector512<int>.Zero;
            for (var step = 0; step < WindowStepsMax && windows - window >= Vector512<int>.Count; step++, window += Vector512<int>.Count)
            {
                // There is a block more than windows, so the read of the right-hand blocks ends inside the row.
                var (left, right) = (pairs.Load512(window), pairs.Load512(window + 1));
                lanes += @operator.Window(new BlockLanes512(left.A + right.A, left.B + right.B, left.C + right.C));
            }

            sum += LaneTotal.Of(lanes);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Measure256<TOperator>(
        PixelPlace place, ref int block, int blocks, BlockRow above, BlockRow pairs, TOperator @operator, ref PixelSums sums)
        where TOperator : struct, IWindowReduceOperator
    {
        while (blocks - block >= Vector256<int>.Count)
        {
            var lanes = default(LaneSums256);
            for (var step = 0; step < BlockStepsMax && blocks - block >= Vector256<int>.Count; step++, block += Vector256<int>.Count)
            {
                var here = @operator.Block(place.Right(block * BlockPx), ref lanes);
                FetchNext(place, block, Vector256<int>.Count);
                var before = above.Load256(block);
                pairs.Store(block, new BlockLanes256(before.A + here.A, before.B + here.B, before.C + here.C));
                above.Store(block, here);
            }

            sums += lanes.Total();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Sum256<TOperator>(BlockRow pairs, ref int window, int windows, TOperator @operator)
        where TOperator : struct, IWindowReduceOperator
    {
        var sum = 0L;
        while (windows - window >= Vector256<int>.Count)
        {
            var lanes = Vector256<int>.Zero;
            for (var step = 0; step < WindowStepsMax && windows - window >= Vector256<int>.Count; step++, window += Vector256<int>.Count)
            {
                // There is a block more than windows, so the read of the right-hand blocks ends inside the row.
                var (left, right) = (pairs.Load256(window), pairs.Load256(window + 1));
                lanes += @operator.Window(new BlockLanes256(left.A + right.A, left.B + right.B, left.C + right.C));
            }

            sum += LaneTotal.Of(lanes);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Measure128<TOperator>(
        PixelPlace place, ref int block, int blocks, BlockRow above, BlockRow pairs, TOperator @operator, ref PixelSums sums)
        where TOperator : struct, IWindowReduceOperator
    {
        while (blocks - block >= Vector128<int>.Count)
        {
            var lanes = default(LaneSums128);
            for (var step = 0; step < BlockStepsMax && blocks - block >= Vector128<int>.Count; step++, block += Vector128<int>.Count)
            {
                var here = @operator.Block(place.Right(block * BlockPx), ref lanes);
                FetchNext(place, block, Vector128<int>.Count);
                var before = above.Load128(block);
                pairs.Store(block, new BlockLanes128(before.A + here.A, before.B + here.B, before.C + here.C));
                above.Store(block, here);
            }

            sums += lanes.Total();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Sum128<TOperator>(BlockRow pairs, ref int window, int windows, TOperator @operator)
        where TOperator : struct, IWindowReduceOperator
    {
        var sum = 0L;
        while (windows - window >= Vector128<int>.Count)
        {
            var lanes = Vector128<int>.Zero;
            for (var step = 0; step < WindowStepsMax && windows - window >= Vector128<int>.Count; step++, window += Vector128<int>.Count)
            {
                // There is a block more than windows, so the read of the right-hand blocks ends inside the row.
                var (left, right) = (pairs.Load128(window), pairs.Load128(window + 1));
                lanes += @operator.Window(new BlockLanes128(left.A + right.A, left.B + right.B, left.C + right.C));
            }

            sum += LaneTotal.Of(lanes);
        }

        return sum;
    }
}

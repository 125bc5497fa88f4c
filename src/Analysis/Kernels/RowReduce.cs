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
    public static PixelSums Sum<TOperator>(PinnedPlane one, PinnedPlane other, PlaneRegion region, TOperator @operator, KernelSettings settings)
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

    private static PixelSums Strip<TOperator>(PinnedPlane one, PinnedPlane other, PlaneRegion region, TOperator @operator, KernelWidth width)
        where TOperator : struct, IRowReduceOperator
    {
        var sums = default(PixelSums);
        if (width >= KernelWidth.Bits512 && Vector512.IsHardwareAccelerated)
        {
            sums += Strip512(one, other, region, @operator);
            region = Rest(region, Vector512<byte>.Count);
        }

        if (width >= KernelWidth.Bits256 && Vector256.IsHardwareAccelerated)
        {
            sums += Strip256(one, other, region, @operator);
            region = Rest(region, Vector256<byte>.Count);
        }

        if (width >= KernelWidth.Bits128 && Vector128.IsHardwareAccelerated)
        {
            sums += Strip128(one, other, region, @operator);
            region = Rest(region, Vector128<byte>.Count);
        }

        return sums + StripScalar(one, other, region, @operator);
    }

    /// <summary>The columns that whole steps leave.</summary>
    private static PlaneRegion Rest(PlaneRegion region, int stepPx) => region with { FromX = region.ToX - (region.ToX - region.FromX) % stepPx };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PixelPlace Place(PinnedPlane one, PinnedPlane other, int x, int y) =>
        new(one.At(x, y), one.StrideBytes, other.At(x, y), other.StrideBytes);

    private static PixelSums Strip512<TOperator>(PinnedPlane one, PinnedPlane other, PlaneRegion region, TOperator @operator)
        where TOperator : struct, IRowReduceOperator
    {
        var lanes = default(LaneSums512);
        for (var y = region.FromY; y < region.ToY; y++)
        {
            for (var x = region.FromX; x <= region.ToX - Vector512<byte>.Count; x += Vector512<byte>.Count)
            {
                @operator.Add(Place(one, other, x, y), ref lanes);
            }
        }

        return lanes.Total();
    }

    private static PixelSums Strip256<TOperator>(PinnedPlane one, PinnedPlane other, PlaneRegion region, TOperator @operator)
        where TOperator : struct, IRowReduceOperator
    {
        if (region.ToX - region.FromX < Vector256<byte>.Count) return default;
        var lanes = default(LaneSums256);
        for (var y = region.FromY; y < region.ToY; y++)
        {
            for (var x = region.FromX; x <= region.ToX - Vector256<byte>.Count; x += Vector256<byte>.Count)
            {
                @operator.Add(Place(one, other, x, y), ref lanes);
            }
        }

        return lanes.Total();
    }

    private static PixelSums Strip128<TOperator>(PinnedPlane one, PinnedPlane other, PlaneRegion region, TOperator @operator)
        where TOperator : struct, IRowReduceOperator
    {
        if (region.ToX - region.FromX < Vector128<byte>.Count) return default;
        var lanes = default(LaneSums128);
        for (var y = region.FromY; y < region.ToY; y++)
        {
            for (var x = region.FromX; x <= region.ToX - Vector128<byte>.Count; x += Vector128<byte>.Count)
            {
                @operator.Add(Place(one, other, x, y), ref lanes);
            }
        }

        return lanes.Total();
    }

    private static PixelSums StripScalar<TOperator>(PinnedPlane one, PinnedPlane other, PlaneRegion region, TOperator @operator)
        where TOperator : struct, IRowReduceOperator
    {
        var sums = default(PixelSums);
        if (region.FromX >= region.ToX) return sums;
        for (var y = region.FromY; y < region.ToY; y++)
        {
            for (var x = region.FromX; x < region.ToX; x++) @operator.Add(Place(one, other, x, y), ref sums);
        }

        return sums;
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// The loop under every map from planes to a plane. Widths descend and share one column. Where an operator would look beyond the border,
/// it is given copies of the rows whose border is mirrored (the edge itself not repeated), so operators know no borders.
/// </summary>
internal static unsafe class RowMap
{
    /// <summary>Fills a plane; rows are dealt out to threads.</summary>
    /// <param name="one">The source.</param>
    /// <param name="other">A second source of the same size; the source itself where the operator takes one only.</param>
    /// <param name="target">As wide and high as the source over the operator's scale, rounded down, at least 1.</param>
    /// <param name="operator">What to do.</param>
    /// <param name="settings">How.</param>
    public static void Map<TOperator>(PinnedPlane one, PinnedPlane other, PinnedPlane target, TOperator @operator, KernelSettings settings)
        where TOperator : struct, IRowMapOperator
    {
        if (settings.RowThreads == 1) MapRows(one, other, target, 0, target.HeightPx, @operator, settings.Width);
        else MapInParallel(one, other, target, @operator, settings);
    }

    private static void MapInParallel<TOperator>(
        PinnedPlane one, PinnedPlane other, PinnedPlane target, TOperator @operator, KernelSettings settings)
        where TOperator : struct, IRowMapOperator =>
        RowSplit.Run(settings.RowThreads, target.HeightPx, (from, to) => MapRows(one, other, target, from, to, @operator, settings.Width));

    private static void MapRows<TOperator>(
        PinnedPlane one, PinnedPlane other, PinnedPlane target, int fromRow, int toRow, TOperator @operator, KernelWidth width)
        where TOperator : struct, IRowMapOperator
    {
        var isInside = TOperator.MarginPx == 0 && one.WidthPx >= TOperator.Scale && one.HeightPx >= TOperator.Scale;
        if (isInside)
        {
            for (var y = fromRow; y < toRow; y++)
            {
                var source = y * TOperator.Scale;
                var place = new PixelPlace(one.At(0, source), one.StrideBytes, other.At(0, source), other.StrideBytes);
                MapRow(place, target.At(0, y), target.WidthPx, @operator, width);
            }

            return;
        }

        var stride = target.WidthPx * TOperator.Scale + 2 * TOperator.MarginPx;
        var rows = TOperator.Scale + 2 * TOperator.MarginPx;
        var buffer = ArrayPool<byte>.Shared.Rent(2 * rows * stride);
        fixed (byte* mirrored = buffer)
        {
            var isSame = one.At(0, 0) == other.At(0, 0);
            var otherMirrored = isSame ? mirrored : mirrored + rows * stride;
            var first = TOperator.MarginPx * stride + TOperator.MarginPx;
            for (var y = fromRow; y < toRow; y++)
            {
                MirrorRows(one, y * TOperator.Scale - TOperator.MarginPx, TOperator.MarginPx, mirrored, stride, rows);
                if (!isSame) MirrorRows(other, y * TOperator.Scale - TOperator.MarginPx, TOperator.MarginPx, otherMirrored, stride, rows);
                var place = new PixelPlace(mirrored + first, stride, otherMirrored + first, stride);
                MapRow(place, target.At(0, y), target.WidthPx, @operator, width);
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Copies rows, each with its border mirrored.</summary>
    private static void MirrorRows(PinnedPlane plane, int fromRow, int marginPx, byte* target, int stride, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            var source = plane.At(0, Mirror(fromRow + row, plane.HeightPx));
            var line = target + row * stride;
            var inner = Math.Min(plane.WidthPx, stride - marginPx);
            new ReadOnlySpan<byte>(source, inner).CopyTo(new Span<byte>(line + marginPx, inner));
            for (var x = 0; x < marginPx; x++) line[x] = source[Mirror(x - marginPx, plane.WidthPx)];
            for (var x = marginPx + inner; x < stride; x++) line[x] = source[Mirror(x - marginPx, plane.WidthPx)];
        }
    }

    /// <summary>Brings a place beyond the border back: -1 is 1, and <paramref name="size"/> is <paramref name="size"/> - 2.</summary>
    private static int Mirror(int at, int size)
    {
        if (size == 1) return 0;
        while (at < 0 || at >= size) at = at < 0 ? -at : 2 * (size - 1) - at;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapRow<TOperator>(PixelPlace at, byte* target, int pixels, TOperator @operator, KernelWidth width)
        where TOperator : struct, IRowMapOperator
    {
        var x = 0;
        if (width >= KernelWidth.Bits512 && Vector512.IsHardwareAccelerated)
        {
            for (; pixels - x >= Vector512<byte>.Count; x += Vector512<byte>.Count)
            {
                FetchNext<TOperator>(at, x, Vector512<byte>.Count);
                @operator.Map512(at.Right(x * TOperator.Scale)).Store(target + x);
            }
        }

        if (width >= KernelWidth.Bits256 && Vector256.IsHardwareAccelerated)
        {
            for (; pixels - x >= Vector256<byte>.Count; x += Vector256<byte>.Count)
            {
                FetchNext<TOperator>(at, x, Vector256<byte>.Count);
                @operator.Map256(at.Right(x * TOperator.Scale)).Store(target + x);
            }
        }

        if (width >= KernelWidth.Bits128 && Vector128.IsHardwareAccelerated)
        {
            for (; pixels - x >= Vector128<byte>.Count; x += Vector128<byte>.Count)
            {
                FetchNext<TOperator>(at, x, Vector128<byte>.Count);
                @operator.Map128(at.Right(x * TOperator.Scale)).Store(target + x);
            }
        }

        for (; x < pixels; x++) target[x] = @operator.Map(at.Right(x * TOperator.Scale));
    }

    /// <summary>A map that halves walks two rows at once: it fetches as much of the next two as a step takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FetchNext<TOperator>(PixelPlace strip, int x, int pixels)
        where TOperator : struct, IRowMapOperator
    {
        if (TOperator.Scale == 1) return;
        var bytesPerPixel = TOperator.Scale * TOperator.Scale;
        ReadAhead.Fetch(strip.OneBelow(TOperator.Scale) + x * bytesPerPixel, pixels * bytesPerPixel);
    }
}

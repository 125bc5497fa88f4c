using FunctionsPipeline.Analysis;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>Sums over a plane. Groups of threads take parts of it and write a small sum each. Exact.</summary>
internal static class MeasureKernels
{
    /// <summary>Sums of a part of a block: luma, difference, bright pixels, Laplacian, its square.</summary>
    public const int FrameSums = 5;

    /// <summary>Groups that share a block.</summary>
    public const int BlockParts = 4;

    /// <summary>Sums of a part of a plane: across, down.</summary>
    public const int GradientSums = 2;

    /// <summary>All sums of <see cref="Analysis.FrameSums"/>. The grid's columns are blocks, its rows parts of a block.</summary>
    public static void Frame(ArrayView<byte> plane, ArrayView<byte> previous, PlaneShape shape, int brightestDark, ArrayView<long> target)
    {
        var (block, part) = (Grid.IdxX, Grid.IdxY);
        var (fromX, toX) = Cut(block % BlockGrid.Side, shape.WidthPx);
        var (fromY, toY) = Cut(block / BlockGrid.Side, shape.HeightPx);
        var width = toX - fromX;
        var (luma, difference, bright, laplacians, squares) = (0, 0, 0, 0, 0L);
        for (var pixel = part * Group.DimX + Group.IdxX; pixel < width * (toY - fromY); pixel += BlockParts * Group.DimX)
        {
            var row = pixel / width;
            var (x, y) = (fromX + pixel - row * width, fromY + row);
            var at = shape.At(x, y);
            var value = (int)plane[at];
            luma += value;
            difference += Math.Abs(value - previous[at]);
            if (value > brightestDark) bright++;
            if (x == 0 || y == 0 || x >= shape.WidthPx - 1 || y >= shape.HeightPx - 1) continue;
            var laplacian = 4 * value - plane[at - 1] - plane[at + 1] - plane[at - shape.StrideBytes] - plane[at + shape.StrideBytes];
            laplacians += laplacian;
            squares += laplacian * laplacian;
        }

        var sums = GroupSum.Begin();
        GroupSum.Put(sums, 0, luma);
        GroupSum.Put(sums, 1, difference);
        GroupSum.Put(sums, 2, bright);
        GroupSum.Put(sums, 3, laplacians);
        GroupSum.Put(sums, 4, squares);
        GroupSum.Write(sums, FrameSums, target, (block * BlockParts + part) * FrameSums);
    }

    /// <summary>Differences of the neighbours on both sides, at every pixel that has all four.</summary>
    public static void Gradient(ArrayView<byte> plane, PlaneShape shape, ArrayView<long> target)
    {
        var width = Math.Max(0, shape.WidthPx - 2);
        var pixels = width * Math.Max(0, shape.HeightPx - 2);
        var (across, down) = (0L, 0L);
        for (var pixel = Grid.IdxX * Group.DimX + Group.IdxX; pixel < pixels; pixel += Grid.DimX * Group.DimX)
        {
            var row = pixel / width;
            var at = shape.At(1 + pixel - row * width, 1 + row);
            across += Math.Abs(plane[at + 1] - plane[at - 1]);
            down += Math.Abs(plane[at + shape.StrideBytes] - plane[at - shape.StrideBytes]);
        }

        var sums = GroupSum.Begin();
        GroupSum.Put(sums, 0, across);
        GroupSum.Put(sums, 1, down);
        GroupSum.Write(sums, GradientSums, target, Grid.IdxX * GradientSums);
    }

    /// <summary>How often each value occurs: counted in each group's own memory, then added up.</summary>
    public static void Histogram(ArrayView<byte> plane, PlaneShape shape, ArrayView<int> target)
    {
        var counts = SharedMemory.Allocate<int>(Analysis.Histogram.Values);
        for (var value = Group.IdxX; value < Analysis.Histogram.Values; value += Group.DimX) counts[value] = 0;
        Group.Barrier();
        var pixels = shape.WidthPx * shape.HeightPx;
        for (var pixel = Grid.IdxX * Group.DimX + Group.IdxX; pixel < pixels; pixel += Grid.DimX * Group.DimX)
        {
            var row = pixel / shape.WidthPx;
            int value = plane[shape.At(pixel - row * shape.WidthPx, row)];
            Atomic.Add(ref counts[value], 1);
        }

        Group.Barrier();
        for (var value = Group.IdxX; value < Analysis.Histogram.Values; value += Group.DimX)
        {
            if (counts[value] > 0) Atomic.Add(ref target[value], counts[value]);
        }
    }

    /// <summary>Pixels of a column or row of blocks; see <see cref="BlockGrid.Cut"/>.</summary>
    private static (int From, int To) Cut(int block, int sizePx) => BlockGrid.Cut(block, sizePx);
}

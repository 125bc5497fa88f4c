using FunctionsPipeline.Analysis;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>
/// Squared error, absolute difference and similarity of many pairs of planes in one read of them. A thread walks down a strip of sixteen
/// pixels: four blocks of 4 x 4, and a fifth beside them for the windows across. Sums are integers; a window's value is
/// <see cref="SimilarityOperator"/>'s own formula.
/// </summary>
internal static class ComparisonKernel
{
    /// <summary>Rows of blocks that a thread walks down: each strip reads one row of blocks twice.</summary>
    public const int StripBlocks = 8;

    /// <summary>Sums of a group of threads: squared error, absolute difference, similarity.</summary>
    public const int Sums = 3;

    private const int BlockPx = WindowReduce.BlockPx;
    private const int BlocksInQuad = PlaneShape.QuadBytes / BlockPx;

    /// <summary>Threads that a pair of planes needs.</summary>
    public static int Tasks(PlaneShape shape) => shape.StrideBytes / PlaneShape.QuadBytes * Strips(shape);

    /// <summary>A group looks at a part of one pair: the grid's rows are pairs.</summary>
    public static void Run(ArrayView<Quad> one, ArrayView<Quad> other, PlaneShape shape, ArrayView<long> target)
    {
        var task = Grid.IdxX * Group.DimX + Group.IdxX;
        var pair = Grid.IdxY;
        var strip = default(Strip);
        if (task < Tasks(shape)) strip = Measure(one, other, shape, pair, task);

        var sums = GroupSum.Begin();
        GroupSum.Put(sums, 0, strip.Squared);
        GroupSum.Put(sums, 1, strip.Absolute);
        GroupSum.Put(sums, 2, strip.Similarity);
        GroupSum.Write(sums, Sums, target, (pair * Grid.DimX + Grid.IdxX) * Sums);
    }

    private static int Strips(PlaneShape shape) => (shape.HeightPx + StripBlocks * BlockPx - 1) / (StripBlocks * BlockPx);

    private static Strip Measure(ArrayView<Quad> one, ArrayView<Quad> other, PlaneShape shape, int pair, int task)
    {
        var quads = shape.StrideBytes / PlaneShape.QuadBytes;
        var row = task / quads;
        var column = task - row * quads;
        var start = pair * shape.HeightPx * quads + column;
        var windows = shape.WidthPx / BlockPx - 1 - column * BlocksInQuad;
        var windowRows = shape.HeightPx / BlockPx - 1;
        var (first, end) = (row * StripBlocks, row * StripBlocks + StripBlocks);
        var strip = default(Strip);
        var above = default(BlockLine);
        for (var block = first; block <= end; block++)
        {
            var isOwn = block < end;
            // The row of blocks below the strip is read for its windows only.
            if (!isOwn && block > windowRows) break;
            var line = Line(one, other, start, quads, shape.HeightPx, block, isOwn, ref strip);
            if (block > first && block <= windowRows) strip.Similarity += Windows(above, line, windows);
            above = line;
        }

        return strip;
    }

    /// <summary>Measures a row of five blocks; rows below the plane count as nothing.</summary>
    private static BlockLine Line(
        ArrayView<Quad> one, ArrayView<Quad> other, int start, int quads, int heightPx, int block, bool isOwn, ref Strip strip)
    {
        var line = default(BlockLine);
        var absolute = 0;
        for (var y = 0; y < BlockPx; y++)
        {
            var row = block * BlockPx + y;
            if (row >= heightPx) break;
            var at = start + row * quads;
            var (left, right) = (one[at], other[at]);
            var (leftNext, rightNext) = (one[at + 1].A, other[at + 1].A);
            line.First = line.First.Add(left.A, right.A);
            line.Second = line.Second.Add(left.B, right.B);
            line.Third = line.Third.Add(left.C, right.C);
            line.Fourth = line.Fourth.Add(left.D, right.D);
            line.Next = line.Next.Add(leftNext, rightNext);
            absolute += Pixels.Difference(left.A, right.A) + Pixels.Difference(left.B, right.B)
                + Pixels.Difference(left.C, right.C) + Pixels.Difference(left.D, right.D);
        }

        if (isOwn)
        {
            strip.Squared += line.First.Error() + line.Second.Error() + line.Third.Error() + line.Fourth.Error();
            strip.Absolute += absolute;
        }

        return line;
    }

    private static int Windows(BlockLine above, BlockLine below, int windows)
    {
        var sum = 0;
        if (windows > 0) sum += Window(above.First, above.Second, below.First, below.Second);
        if (windows > 1) sum += Window(above.Second, above.Third, below.Second, below.Third);
        if (windows > 2) sum += Window(above.Third, above.Fourth, below.Third, below.Fourth);
        if (windows > 3) sum += Window(above.Fourth, above.Next, below.Fourth, below.Next);
        return sum;
    }

    private static int Window(Block one, Block two, Block three, Block four) =>
        SimilarityOperator.Value(
            one.One + two.One + three.One + four.One,
            one.Other + two.Other + three.Other + four.Other,
            one.Squares + two.Squares + three.Squares + four.Squares,
            one.Products + two.Products + three.Products + four.Products);

    private struct Strip
    {
        public int Squared;
        public int Absolute;
        public int Similarity;
    }

    private struct BlockLine
    {
        public Block First;
        public Block Second;
        public Block Third;
        public Block Fourth;
        public Block Next;
    }

    /// <summary>Sums over a block: the pixels of each plane, a^2 + b^2, ab.</summary>
    private struct Block
    {
        public int One;
        public int Other;
        public int Squares;
        public int Products;

        public readonly Block Add(uint one, uint other) => new()
        {
            One = One + Pixels.Sum(one),
            Other = Other + Pixels.Sum(other),
            Squares = Squares + Pixels.Product(one, one) + Pixels.Product(other, other),
            Products = Products + Pixels.Product(one, other),
        };

        public readonly int Error() => Squares - 2 * Products;
    }
}

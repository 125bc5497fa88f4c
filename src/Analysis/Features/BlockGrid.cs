namespace FunctionsPipeline.Analysis;

/// <summary>Cuts a plane into 8 x 8 blocks whose sizes differ by a pixel at most, and adds something up in each.</summary>
/// <remarks>Small enough to keep for a frame, fine enough to tell what happens everywhere from what happens somewhere.</remarks>
public sealed class BlockGrid
{
    /// <summary>Blocks in a row and in a column.</summary>
    public const int Side = 8;

    /// <summary>Blocks, numbered row by row.</summary>
    public const int Blocks = Side * Side;

    private readonly long[] _sums = new long[Blocks];
    private readonly int[] _pixels = new int[Blocks];

    /// <summary>Sum over all blocks.</summary>
    public long Total { get; private set; }

    /// <summary>Mean of a block; 0 for one without pixels, as planes narrower or lower than 8 pixels have.</summary>
    public double Mean(int block) => _pixels[block] == 0 ? 0 : (double)_sums[block] / _pixels[block];

    /// <summary>The greatest mean of all blocks, or of those that do not touch the border.</summary>
    public double GreatestMean(bool innerOnly)
    {
        var border = innerOnly ? 1 : 0;
        var greatest = 0.0;
        for (var y = border; y < Side - border; y++)
        {
            for (var x = border; x < Side - border; x++) greatest = Math.Max(greatest, Mean(y * Side + x));
        }

        return greatest;
    }

    /// <summary>The blocks whose mean is at or above a bound, a bit for each.</summary>
    public ulong BlocksFrom(double bound)
    {
        var blocks = 0UL;
        for (var block = 0; block < Blocks; block++)
        {
            if (Mean(block) >= bound) blocks |= 1UL << block;
        }

        return blocks;
    }

    /// <summary>Adds up the pixels of a plane.</summary>
    public void SumLuma(PlaneView plane) => Sum(plane, plane, default(LumaSumOperator));

    /// <summary>Adds up the absolute differences of two planes of one size.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void SumDifferences(PlaneView one, PlaneView other)
    {
        PlaneSizes.RequireEqual(one, other);
        Sum(one, other, default(AbsoluteDifferenceOperator));
    }

    /// <summary>Pixels of a column or row of blocks, the end not included: the pixels whose number x 8 / size is the block's.</summary>
    internal static (int From, int To) Cut(int block, int sizePx) => (CeilingOf(block, sizePx), CeilingOf(block + 1, sizePx));

    /// <summary>Adds a strip of rows to the blocks of the row of blocks that holds it.</summary>
    internal static void SumStrip<TOperator>(
        PinnedPlane one, PinnedPlane other, PlaneRegion strip, TOperator @operator, KernelWidth width, Span<PixelSums> blocks)
        where TOperator : struct, IRowReduceOperator
    {
        for (var block = 0; block < Side; block++)
        {
            var (fromX, toX) = Cut(block, one.WidthPx);
            blocks[block] += RowReduce.Sum(one, other, strip with { FromX = fromX, ToX = toX }, @operator, width);
        }
    }

    /// <summary>Takes sums that were added up elsewhere.</summary>
    internal void Take(int widthPx, int heightPx, ReadOnlySpan<long> sums)
    {
        Total = 0;
        for (var block = 0; block < Blocks; block++)
        {
            var (fromX, toX) = Cut(block % Side, widthPx);
            var (fromY, toY) = Cut(block / Side, heightPx);
            (_sums[block], _pixels[block]) = (sums[block], (toX - fromX) * (toY - fromY));
            Total += sums[block];
        }
    }

    private static int CeilingOf(int block, int sizePx) => (block * sizePx + Side - 1) / Side;

    private unsafe void Sum<TOperator>(PlaneView plane, PlaneView other, TOperator @operator)
        where TOperator : struct, IRowReduceOperator
    {
        Span<PixelSums> blocks = stackalloc PixelSums[Blocks];
        Span<long> sums = stackalloc long[Blocks];
        blocks.Clear();
        fixed (byte* start = plane, startOther = other)
        {
            var (pinned, pinnedOther) = (new PinnedPlane(plane, start), new PinnedPlane(other, startOther));
            for (var row = 0; row < Side; row++)
            {
                var (fromY, toY) = Cut(row, plane.HeightPx);
                var strip = new PlaneRegion(0, fromY, plane.WidthPx, toY);
                SumStrip(pinned, pinnedOther, strip, @operator, KernelSettings.Default.Width, blocks.Slice(row * Side, Side));
            }
        }

        for (var block = 0; block < Blocks; block++) sums[block] = blocks[block].A;
        Take(plane.WidthPx, plane.HeightPx, sums);
    }
}

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
    public void SumLuma(PlaneView plane)
    {
        Begin(plane);
        for (var y = 0; y < plane.HeightPx; y++)
        {
            var row = plane.Row(y);
            var first = y * Side / plane.HeightPx * Side;
            for (var x = 0; x < Side; x++) _sums[first + x] += LumaSum.OfRow(row[Range(x, plane.WidthPx)]);
        }

        End();
    }

    /// <summary>Adds up the absolute differences of two planes of one size.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void SumDifferences(PlaneView one, PlaneView other)
    {
        if (one.WidthPx != other.WidthPx || one.HeightPx != other.HeightPx)
        {
            throw new ArgumentException(
                $"Planes of {one.WidthPx}x{one.HeightPx} and {other.WidthPx}x{other.HeightPx} cannot be compared.", nameof(other));
        }

        Begin(one);
        for (var y = 0; y < one.HeightPx; y++)
        {
            var rowOne = one.Row(y);
            var rowOther = other.Row(y);
            var first = y * Side / one.HeightPx * Side;
            for (var x = 0; x < Side; x++)
            {
                var range = Range(x, one.WidthPx);
                _sums[first + x] += AbsoluteDifferenceSum.OfRows(rowOne[range], rowOther[range]);
            }
        }

        End();
    }

    /// <summary>Pixels of a column of blocks. Rows are dealt out by y x 8 / height, which is the same cut.</summary>
    private static Range Range(int block, int width) => CeilingOf(block, width)..CeilingOf(block + 1, width);

    private static int CeilingOf(int block, int width) => (block * width + Side - 1) / Side;

    private void Begin(PlaneView plane)
    {
        Array.Clear(_sums);
        for (var block = 0; block < Blocks; block++)
        {
            var (x, y) = (block % Side, block / Side);
            var columns = CeilingOf(x + 1, plane.WidthPx) - CeilingOf(x, plane.WidthPx);
            var rows = CeilingOf(y + 1, plane.HeightPx) - CeilingOf(y, plane.HeightPx);
            _pixels[block] = columns * rows;
        }
    }

    private void End() => Total = _sums.Sum();
}

namespace FunctionsPipeline.Analysis;

/// <summary>
/// All sums that are taken of every frame, in one read of the frame and the one before it: luma and differences by blocks, dark pixels,
/// and the Laplacian. Made once and filled again and again. Exact on every machine.
/// </summary>
public sealed class FrameSums
{
    /// <summary>Rows of a strip: few enough to stay in the nearest cache from one operator to the next.</summary>
    private const int StripRows = 8;

    /// <summary>Luma by blocks.</summary>
    public BlockGrid Luma { get; } = new();

    /// <summary>Absolute differences from the frame before, by blocks; zero for the first frame.</summary>
    public BlockGrid Difference { get; } = new();

    /// <summary>Pixels at or below the bound.</summary>
    public long DarkPixels { get; private set; }

    /// <summary>The Laplacian of luma.</summary>
    public LaplacianSums Laplacian { get; private set; }

    /// <summary>Measures a plane with the default width.</summary>
    /// <param name="plane">Luma of the frame.</param>
    /// <param name="previous">Luma of the frame before; the frame's own for the first, which then differs nowhere.</param>
    /// <param name="brightestDark">The brightest luma that counts as dark.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Measure(PlaneView plane, PlaneView previous, byte brightestDark) =>
        Measure(plane, previous, brightestDark, KernelSettings.Default.Width);

    /// <inheritdoc cref="Measure(PlaneView, PlaneView, byte)"/>
    public unsafe void Measure(PlaneView plane, PlaneView previous, byte brightestDark, KernelWidth width)
    {
        PlaneSizes.RequireEqual(plane, previous);
        Span<PixelSums> blocks = stackalloc PixelSums[BlockGrid.Blocks];
        blocks.Clear();
        var laplacian = default(PixelSums);
        fixed (byte* start = plane, startPrevious = previous)
        {
            var (one, other) = (new PinnedPlane(plane, start), new PinnedPlane(previous, startPrevious));
            for (var row = 0; row < BlockGrid.Side; row++)
            {
                var (fromY, toY) = BlockGrid.Cut(row, one.HeightPx);
                for (var y = fromY; y < toY; y += StripRows)
                {
                    var strip = new PlaneRegion(0, y, one.WidthPx, Math.Min(toY, y + StripRows));
                    var rowOfBlocks = blocks.Slice(row * BlockGrid.Side, BlockGrid.Side);
                    BlockGrid.SumStrip(one, other, strip, new FrameOperator(brightestDark), width, rowOfBlocks);
                    laplacian += RowReduce.Sum(one, one, strip.And(PlaneRegion.Inner(one)), default(LaplacianOperator), width);
                }
            }

            Laplacian = LaplacianSums.From(one, laplacian);
        }

        Take(plane, blocks);
    }

    /// <summary>Takes sums that a device added up.</summary>
    /// <param name="widthPx">Width of the plane.</param>
    /// <param name="heightPx">Its height.</param>
    /// <param name="luma">Luma of each of the <see cref="BlockGrid.Blocks"/>, which <see cref="BlockGrid.Cut"/> cuts.</param>
    /// <param name="difference">Absolute differences from the frame before, of each block.</param>
    /// <param name="darkPixels">Pixels at or below the bound.</param>
    /// <param name="laplacian">The Laplacian of luma.</param>
    internal void Take(
        int widthPx, int heightPx, ReadOnlySpan<long> luma, ReadOnlySpan<long> difference, long darkPixels, LaplacianSums laplacian)
    {
        Luma.Take(widthPx, heightPx, luma);
        Difference.Take(widthPx, heightPx, difference);
        (DarkPixels, Laplacian) = (darkPixels, laplacian);
    }

    private void Take(PlaneView plane, ReadOnlySpan<PixelSums> blocks)
    {
        Span<long> luma = stackalloc long[BlockGrid.Blocks];
        Span<long> difference = stackalloc long[BlockGrid.Blocks];
        var dark = (long)plane.WidthPx * plane.HeightPx;
        for (var block = 0; block < BlockGrid.Blocks; block++)
        {
            (luma[block], difference[block]) = (blocks[block].A, blocks[block].B);
            dark -= blocks[block].C;
        }

        Take(plane.WidthPx, plane.HeightPx, luma, difference, dark, Laplacian);
    }
}

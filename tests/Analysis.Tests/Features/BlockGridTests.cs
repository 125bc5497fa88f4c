namespace FunctionsPipeline.Analysis.Tests.Features;

public sealed class BlockGridTests
{
    private const int Seed = 99;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(8, 8)]
    [InlineData(17, 9)]
    [InlineData(321, 181)]
    public void Blocks_cover_every_pixel_once(int width, int height)
    {
        var pixels = new byte[width * height];
        new Random(Seed).NextBytes(pixels);
        var grid = new BlockGrid();

        grid.SumLuma(new PlaneView(pixels, width, height, width));

        grid.Total.ShouldBe(pixels.Sum(pixel => (long)pixel));
        var (sums, counts) = (new double[BlockGrid.Blocks], new int[BlockGrid.Blocks]);
        for (var at = 0; at < pixels.Length; at++)
        {
            var block = at / width * 8 / height * 8 + at % width * 8 / width;
            sums[block] += pixels[at];
            counts[block]++;
        }

        for (var block = 0; block < BlockGrid.Blocks; block++)
        {
            grid.Mean(block).ShouldBe(counts[block] == 0 ? 0 : sums[block] / counts[block], 1e-9);
        }
    }

    [Fact]
    public void A_stride_is_passed_over()
    {
        var pixels = new byte[20 * 4];
        for (var at = 0; at < pixels.Length; at++) pixels[at] = (byte)(at % 20 < 16 ? 7 : 200);
        var grid = new BlockGrid();

        grid.SumLuma(new PlaneView(pixels, 16, 4, 20));

        grid.Total.ShouldBe(16 * 4 * 7);
    }

    [Fact]
    public void A_difference_at_the_border_is_not_an_inner_one()
    {
        var (one, other) = (new byte[80 * 80], new byte[80 * 80]);
        other[0] = 255;
        var grid = new BlockGrid();

        grid.SumDifferences(new PlaneView(one, 80, 80, 80), new PlaneView(other, 80, 80, 80));

        grid.Total.ShouldBe(255);
        grid.GreatestMean(innerOnly: false).ShouldBe(2.55, 1e-9);
        grid.GreatestMean(innerOnly: true).ShouldBe(0);
    }

    [Fact]
    public void Blocks_from_a_bound_have_their_bits_set()
    {
        // The first pixel of the first block, the last one of the last.
        var pixels = new byte[64];
        (pixels[0], pixels[9], pixels[63]) = (3, 2, 4);
        var grid = new BlockGrid();

        grid.SumLuma(new PlaneView(pixels, 8, 8, 8));

        grid.BlocksFrom(3).ShouldBe(1UL | 1UL << 63);
    }

    [Fact]
    public void Planes_of_different_sizes_are_refused() => Should.Throw<ArgumentException>(() =>
        new BlockGrid().SumDifferences(new PlaneView(new byte[64], 8, 8, 8), new PlaneView(new byte[72], 9, 8, 9)));
}

namespace FunctionsPipeline.Analysis.Tests.Features;

public sealed class SharpnessTests
{
    [Theory]
    [InlineData(2, 9)]
    [InlineData(9, 2)]
    [InlineData(1, 1)]
    public void A_plane_without_inner_pixels_has_no_sharpness(int width, int height)
    {
        var sums = LaplacianSums.Of(new PlaneView(new byte[width * height], width, height, width));

        sums.Count.ShouldBe(0);
        sums.Variance.ShouldBe(0);
    }

    [Fact]
    public void A_single_bright_pixel_gives_the_kernel_itself()
    {
        var pixels = new byte[5 * 5];
        pixels[2 * 5 + 2] = 10;

        var sums = LaplacianSums.Of(new PlaneView(pixels, 5, 5, 5));

        // Nine inner pixels: 40 in the middle, four of -10, four of 0.
        sums.ShouldBe(new LaplacianSums(0, 1600 + 4 * 100, 9));
        sums.Variance.ShouldBe(2000.0 / 9, 1e-12);
    }

    [Fact]
    public void A_ramp_has_none_and_a_checkerboard_the_most_there_is()
    {
        var ramp = new byte[64 * 20];
        var board = new byte[64 * 20];
        for (var at = 0; at < ramp.Length; at++)
        {
            ramp[at] = (byte)(at % 64 * 2);
            board[at] = (byte)((at % 64 + at / 64) % 2 * 255);
        }

        LaplacianSums.Of(new PlaneView(ramp, 64, 20, 64)).Variance.ShouldBe(0);
        LaplacianSums.Of(new PlaneView(board, 64, 20, 64)).Variance.ShouldBe(1020.0 * 1020);
    }
}

namespace FunctionsPipeline.Analysis.Tests.Detectors;

/// <summary>The vector loop of detail against its definition, pixel by pixel.</summary>
public sealed class PictureDetailTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(15, 15)]
    [InlineData(67, 17)]
    [InlineData(131, 9)]
    [InlineData(17, 9)]
    [InlineData(15, 34)]
    public void Detail_is_the_mean_square_of_sobels_gradients(int widthPx, int heightPx)
    {
        var pixels = new byte[widthPx * heightPx];
        new Random(7).NextBytes(pixels);

        Detail(pixels, widthPx, heightPx).ShouldBe(Defined(pixels, widthPx, heightPx), 0.5);
    }

    [Fact]
    public void A_wide_picture_has_the_same_detail_everywhere()
    {
        const int WidthPx = 200;
        var pixels = new byte[WidthPx * 16];
        for (var pixel = 0; pixel < pixels.Length; pixel++) pixels[pixel] = (byte)(pixel % 2 * 8 + pixel / WidthPx % 4 / 2 * 200);
        var detail = new PictureDetail(new CellGrid(WidthPx, 16));

        detail.Measure(new PlaneView(pixels, WidthPx, 16, WidthPx));

        // All but the cells at the sides, whose outermost pixels have no gradient.
        for (var column = 3; column < 22; column++) ((double)detail.Detail[column]).ShouldBe(detail.Detail[2], 0.01);
    }

    private static double Detail(byte[] pixels, int widthPx, int heightPx)
    {
        var grid = new CellGrid(widthPx, heightPx);
        var detail = new PictureDetail(grid);
        detail.Measure(new PlaneView(pixels, widthPx, heightPx, widthPx));
        return detail.Detail[0];
    }

    private static double Defined(byte[] pixels, int widthPx, int heightPx)
    {
        var grid = new CellGrid(widthPx, heightPx);
        var means = new double[grid.Count];
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (column, row) = (cell % grid.Columns, cell / grid.Columns);
            for (var y = grid.Top(row); y < grid.Bottom(row); y++)
            {
                for (var x = grid.Left(column); x < grid.Right(column); x++) means[cell] += Square(x, y);
            }

            means[cell] /= (grid.Right(column) - grid.Left(column)) * (grid.Bottom(row) - grid.Top(row));
        }

        return means.Where((_, cell) => cell % grid.Columns <= 1 && cell / grid.Columns <= 1).Average();

        double Square(int x, int y)
        {
            if (x == 0 || y == 0 || x == widthPx - 1 || y == heightPx - 1) return 0;
            int At(int right, int down) => pixels[(y + down) * widthPx + x + right];
            var across = At(1, -1) + 2 * At(1, 0) + At(1, 1) - At(-1, -1) - 2 * At(-1, 0) - At(-1, 1);
            var down = At(-1, 1) + 2 * At(0, 1) + At(1, 1) - At(-1, -1) - 2 * At(0, -1) - At(1, -1);
            return (across * across + down * down) / 64.0;
        }
    }
}

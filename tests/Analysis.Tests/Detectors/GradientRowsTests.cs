namespace FunctionsPipeline.Analysis.Tests;

/// <summary>The vector loop of the cells' gradients against its definition, pixel by pixel.</summary>
public sealed class GradientRowsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(17, 4)]
    [InlineData(33, 6)]
    [InlineData(34, 6)]
    [InlineData(65, 3)]
    [InlineData(131, 9)]
    public void Gradients_are_those_of_the_neighbours_on_both_sides(int widthPx, int heightPx)
    {
        var pixels = new byte[widthPx * heightPx];
        new Random(11).NextBytes(pixels);
        var rows = new GradientRows(widthPx);

        // A strip before must leave nothing behind.
        rows.Add(new PlaneView(pixels, widthPx, heightPx, widthPx), heightPx / 2);
        rows.Clear();
        var (xx, yy, xy) = (0L, 0L, 0L);
        for (var y = 0; y < heightPx; y++)
        {
            rows.Add(new PlaneView(pixels, widthPx, heightPx, widthPx), y);
            for (var x = 0; x < widthPx; x++)
            {
                var isInner = x > 0 && x < widthPx - 1 && y > 0 && y < heightPx - 1;
                var across = isInner ? pixels[y * widthPx + x + 1] - pixels[y * widthPx + x - 1] : 0;
                var down = isInner ? pixels[(y + 1) * widthPx + x] - pixels[(y - 1) * widthPx + x] : 0;
                rows.Squares[x].ShouldBe(across * across + down * down);
                (xx, yy, xy) = (xx + across * across, yy + down * down, xy + across * down);
            }
        }

        var (detail, corner) = rows.Mean(0, widthPx, heightPx);
        var count = 4.0 * widthPx * heightPx;
        var apart = Math.Sqrt(Math.Pow((xx - yy) / count, 2) + 4 * Math.Pow(xy / count, 2));
        ((double)detail).ShouldBe((xx + yy) / count, 0.01);
        ((double)corner).ShouldBe(((xx + yy) / count - apart) / 2, 0.01);
    }
}

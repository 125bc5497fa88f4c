namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class PlaneSumsTests
{
    private const int WidthPx = 37;
    private const int HeightPx = 21;

    private readonly byte[] _first = new byte[WidthPx * HeightPx];
    private readonly int[] _second = new int[WidthPx * HeightPx];

    [Theory]
    [InlineData(0, 0, 8, 8)]
    [InlineData(3.25f, 5.5f, 8, 6)]
    [InlineData(29, 13, 8, 8)]
    [InlineData(28.75f, 12.9f, 8, 8)]
    [InlineData(-4, 40, 5, 5)]
    [InlineData(0.5f, 2.5f, WidthPx, 3)]
    [InlineData(2.5f, 0.5f, 3, HeightPx)]
    [InlineData(0, 0, WidthPx, HeightPx)]
    public void Means_of_a_window_are_those_of_its_pixels_between_pixels_too(float left, float top, int width, int height)
    {
        var random = new Random(5);
        random.NextBytes(_first);
        for (var i = 0; i < _second.Length; i++) _second[i] = random.Next(260_000);
        var sums = new PlaneSums(WidthPx, HeightPx);
        for (var y = 0; y < HeightPx; y++) sums.SetRow(y, _first.AsSpan(y * WidthPx, WidthPx), _second.AsSpan(y * WidthPx, WidthPx));

        var (first, second) = sums.Means(left, top, width, height);

        var (x, y0) = (Math.Clamp(left, 0, WidthPx - width), Math.Clamp(top, 0, HeightPx - height));
        first.ShouldBe((float)Mean(i => _first[i], x, y0, width, height), 0.01f);
        second.ShouldBe((float)Mean(i => _second[i], x, y0, width, height), 5f);
    }

    private static double Mean(Func<int, double> value, float left, float top, int width, int height)
    {
        var sum = 0.0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++) sum += Between(value, left + x, top + y);
        }

        return sum / (width * height);
    }

    private static double Between(Func<int, double> value, float x, float y)
    {
        var (column, row) = ((int)x, (int)y);
        var (right, below) = (Math.Min(column + 1, WidthPx - 1), Math.Min(row + 1, HeightPx - 1));
        var above = value(row * WidthPx + column) * (1 - (x - column)) + value(row * WidthPx + right) * (x - column);
        var under = value(below * WidthPx + column) * (1 - (x - column)) + value(below * WidthPx + right) * (x - column);
        return above * (1 - (y - row)) + under * (y - row);
    }
}

namespace FunctionsPipeline.Analysis.Tests.Kernels;

public sealed class DilationTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 2)]
    [InlineData(33, 9, 1)]
    [InlineData(70, 12, 3)]
    [InlineData(3, 2, 5)]
    public void Each_place_becomes_the_greatest_of_the_square_around_it(int columns, int rows, int reach)
    {
        var from = new byte[columns * rows];
        new Random(columns).NextBytes(from);
        var to = new byte[from.Length];

        Dilation.Fill(from, columns, reach, new byte[from.Length], to);

        to.ShouldBe(Enumerable.Range(0, from.Length).Select(place => Greatest(from, columns, rows, place, reach)));
    }

    [Fact]
    public void A_row_raises_values_and_its_inverse_others()
    {
        var random = new Random(1);
        var (row, values, inverted) = (new byte[77], new byte[80], new byte[80]);
        random.NextBytes(row);
        random.NextBytes(values);
        random.NextBytes(inverted);
        byte[] valuesBefore = [.. values], invertedBefore = [.. inverted];

        Dilation.RaiseBoth(values, inverted, row);

        values.ShouldBe(valuesBefore.Select((value, i) => i < row.Length ? Math.Max(value, row[i]) : value));
        inverted.ShouldBe(invertedBefore.Select((value, i) => i < row.Length ? Math.Max(value, (byte)(255 - row[i])) : value));
    }

    private static byte Greatest(byte[] plane, int columns, int rows, int place, int reach)
    {
        byte greatest = 0;
        for (var y = Math.Max(0, place / columns - reach); y <= Math.Min(rows - 1, place / columns + reach); y++)
        {
            for (var x = Math.Max(0, place % columns - reach); x <= Math.Min(columns - 1, place % columns + reach); x++)
            {
                greatest = Math.Max(greatest, plane[y * columns + x]);
            }
        }

        return greatest;
    }
}

namespace FunctionsPipeline.Analysis.Tests.Features;

/// <summary>The kernels give the same integers as their references and as a plain model, at every lane boundary and at the extremes.</summary>
public sealed class KernelTests
{
    private const int Seed = 11;

    /// <summary>Each length around the 16 and 32 pixels of a step, and lengths beyond the steps between two flushes.</summary>
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 100), 128 * 32 - 1, 128 * 32 + 1, 300 * 32 + 7, 1100 * 16 + 5];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sums_of_luma(int length)
    {
        foreach (var row in Rows(length))
        {
            LumaSum.OfRow(row).ShouldBe(row.Sum(pixel => (long)pixel));
            LumaSum.OfRowScalar(row).ShouldBe(row.Sum(pixel => (long)pixel));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sums_of_absolute_differences(int length)
    {
        foreach (var one in Rows(length))
        {
            foreach (var other in Rows(length))
            {
                var expected = one.Zip(other, (a, b) => (long)Math.Abs(a - b)).Sum();
                AbsoluteDifferenceSum.OfRows(one, other).ShouldBe(expected);
                AbsoluteDifferenceSum.OfRowsScalar(one, other).ShouldBe(expected);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Counts_of_dark_pixels(int length)
    {
        foreach (var row in Rows(length))
        {
            foreach (var bound in new byte[] { 0, 32, 127, 128, 254, 255 })
            {
                DarkPixelCount.OfRow(row, bound).ShouldBe(row.Count(pixel => pixel <= bound));
                DarkPixelCount.OfRowScalar(row, bound).ShouldBe(row.Count(pixel => pixel <= bound));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sums_of_the_laplacian(int length)
    {
        if (length < 3) return;
        foreach (var row in Rows(length))
        {
            // The neighbours above and below at the other extreme give the greatest values there are.
            var negative = row.Select(pixel => (byte)(255 - pixel)).ToArray();
            var (sum, squareSum) = (0L, 0L);
            for (var x = 1; x < length - 1; x++)
            {
                long laplacian = 4 * row[x] - row[x - 1] - row[x + 1] - 2 * negative[x];
                (sum, squareSum) = (sum + laplacian, squareSum + laplacian * laplacian);
            }

            LaplacianSums.OfRow(negative, row, negative).ShouldBe((sum, squareSum));
            LaplacianSums.OfRowScalar(negative, row, negative).ShouldBe((sum, squareSum));
        }
    }

    [Fact]
    public void Rows_of_different_lengths_are_refused()
    {
        Should.Throw<ArgumentException>(() => AbsoluteDifferenceSum.OfRows(new byte[3], new byte[4]));
        Should.Throw<ArgumentException>(() => LaplacianSums.OfRow(new byte[3], new byte[4], new byte[4]));
        Should.Throw<ArgumentException>(() => LaplacianSums.OfRow(new byte[4], new byte[4], new byte[3]));
    }

    /// <summary>All black, all white, a comb of both, noise, and noise near either end.</summary>
    private static IEnumerable<byte[]> Rows(int length)
    {
        var random = new Random(Seed + length);
        yield return new byte[length];
        yield return [.. Enumerable.Repeat((byte)255, length)];
        yield return [.. Enumerable.Range(0, length).Select(x => (byte)(x % 2 * 255))];
        yield return [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(256))];
        yield return [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(4))];
        yield return [.. Enumerable.Range(0, length).Select(_ => (byte)(255 - random.Next(4)))];
    }
}

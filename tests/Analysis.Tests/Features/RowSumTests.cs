namespace FunctionsPipeline.Analysis.Tests.Features;

/// <summary>Fast sums equal the scalar ones bit for bit, at every length around the borders of lanes and of flushes.</summary>
public sealed class RowSumTests
{
    private const int Seed = 20261121;

    public static TheoryData<int> Lengths { get; } =
        [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 18, 19, 31, 32, 33, 47, 48, 49, 63, 64, 65, 127, 128, 129, 4095, 4096, 4097, 8159, 8160, 8192, 16400, 20000];

    private static IEnumerable<byte[]> Rows(int length)
    {
        var random = new Random(Seed + length);
        var noise = new byte[length];
        random.NextBytes(noise);
        byte[] dark = [.. noise.Select(pixel => (byte)(pixel & 3))];
        byte[] bright = [.. noise.Select(pixel => (byte)(pixel | 0xFC))];
        return [noise, dark, bright, new byte[length], [.. Enumerable.Repeat((byte)255, length)]];
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sum_of_luma(int length)
    {
        foreach (var row in Rows(length)) LumaSum.OfRow(row).ShouldBe(LumaSum.OfRowScalar(row));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sum_of_absolute_differences(int length)
    {
        foreach (var one in Rows(length))
        {
            foreach (var other in Rows(length))
            {
                AbsoluteDifferenceSum.OfRows(one, other).ShouldBe(AbsoluteDifferenceSum.OfRowsScalar(one, other));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Count_of_dark_pixels(int length)
    {
        foreach (var row in Rows(length))
        {
            foreach (byte bound in new byte[] { 0, 2, 32, 127, 128, 254, 255 })
            {
                DarkPixelCount.OfRow(row, bound).ShouldBe(DarkPixelCount.OfRowScalar(row, bound));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sums_of_the_laplacian(int length)
    {
        if (length < 3) return; // nothing is counted there: see SharpnessTests
        foreach (var row in Rows(length))
        {
            foreach (var other in Rows(length))
            {
                LaplacianSums.OfRow(other, row, other).ShouldBe(LaplacianSums.OfRowScalar(other, row, other));
            }
        }
    }

    [Fact]
    public void Rows_of_different_lengths_are_refused()
    {
        Should.Throw<ArgumentException>(() => AbsoluteDifferenceSum.OfRows(new byte[3], new byte[4]));
        Should.Throw<ArgumentException>(() => LaplacianSums.OfRow(new byte[4], new byte[3], new byte[3]));
    }
}

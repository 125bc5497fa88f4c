using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis.Tests.Kernels;

/// <summary>What other processors run instead of an instruction is tested here too, on processors that have the instruction.</summary>
public sealed class PixelLanesTests
{
    private const int Seed = 4;
    private const int Rounds = 200;

    private readonly Random _random = new(Seed);

    [Fact]
    public void Pair_products_are_the_sums_of_two_products_on_every_processor()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (one, other) = (Shorts(), Shorts());
            var expected = Enumerable.Range(0, 4)
                .Select(lane => one[2 * lane] * other[2 * lane] + one[2 * lane + 1] * other[2 * lane + 1]).ToArray();

            Lanes(PixelLanes.PairProducts(Vector128.Create(one), Vector128.Create(other))).ShouldBe(expected);
            Lanes(PixelLanes.PairProductsAnywhere(Vector128.Create(one), Vector128.Create(other))).ShouldBe(expected);
        }
    }

    [Fact]
    public void Absolute_differences_add_up_to_the_same_on_every_processor()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (one, other) = (Bytes(), Bytes());
            var expected = one.Zip(other, (a, b) => Math.Abs(a - b)).Sum();

            Lanes(PixelLanes.AbsoluteDifferences(Vector128.Create(one), Vector128.Create(other))).Sum().ShouldBe(expected);
            Lanes(PixelLanes.AbsoluteDifferencesAnywhere(Vector128.Create(one), Vector128.Create(other))).Sum().ShouldBe(expected);
        }
    }

    private static int[] Lanes(Vector128<int> vector)
    {
        var lanes = new int[Vector128<int>.Count];
        vector.CopyTo(lanes);
        return lanes;
    }

    /// <summary>Within what kernels multiply, both ends included.</summary>
    private short[] Shorts() => [.. Enumerable.Range(0, 8).Select(_ => (short)_random.Next(-16_320, 16_321))];

    private byte[] Bytes() => [.. Enumerable.Range(0, 16).Select(_ => (byte)(_random.Next(3) == 0 ? _random.Next(2) * 255 : _random.Next(256)))];
}

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class OrderStatisticTests
{
    [Theory]
    [InlineData(1, 1000)]
    [InlineData(2, 1000)]
    [InlineData(97, 1000)]
    [InlineData(500, 3)]
    public void It_is_the_value_at_its_rank_among_the_sorted_ones(int count, int levels)
    {
        var random = new Random(count);
        var values = Enumerable.Range(0, count).Select(_ => (float)random.Next(levels) - 1).ToArray();
        var sorted = values.Order().ToArray();
        for (var rank = 0; rank < count; rank++)
        {
            float[] disordered = [.. values];

            OrderStatistic.Of(disordered, rank).ShouldBe(sorted[rank]);

            disordered[..rank].ShouldAllBe(value => value <= sorted[rank]);
            disordered[rank..].ShouldAllBe(value => value >= sorted[rank]);
        }
    }

    [Fact]
    public void Values_that_are_sorted_or_equal_take_no_longer_than_others()
    {
        float[] ascending = [.. Enumerable.Range(0, 200_000)], equal = new float[200_000];

        OrderStatistic.Of(ascending, 100_000).ShouldBe(100_000);
        OrderStatistic.Of(equal, 100_000).ShouldBe(0);
    }
}

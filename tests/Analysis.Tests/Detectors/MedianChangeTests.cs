namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class MedianChangeTests
{
    [Theory]
    [InlineData(1, 256)]
    [InlineData(2, 256)]
    [InlineData(63, 256)]
    [InlineData(64, 3)]
    [InlineData(65, 256)]
    [InlineData(20_001, 256)]
    [InlineData(40_000, 4)]
    public void It_is_the_one_in_the_middle_of_the_sorted_changes(int count, int range)
    {
        var random = new Random(count);
        var (levels, previous) = (new byte[count], new byte[count]);
        for (var i = 0; i < count; i++) (levels[i], previous[i]) = ((byte)random.Next(range), (byte)random.Next(range));
        var sorted = levels.Zip(previous, (one, other) => Math.Abs(one - other)).Order().ToArray();

        MedianChange.Of(levels, previous).ShouldBe(sorted[(count - 1) / 2]);
    }

    [Fact]
    public void Changes_of_all_levels_are_told_from_none()
    {
        byte[] dark = new byte[100_000], bright = [.. Enumerable.Repeat(byte.MaxValue, 100_000)];

        MedianChange.Of(bright, bright).ShouldBe(0);
        MedianChange.Of(dark, bright).ShouldBe(255);
    }
}

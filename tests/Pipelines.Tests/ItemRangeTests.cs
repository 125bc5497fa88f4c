namespace FunctionsPipeline.Pipelines.Tests;

public class ItemRangeTests
{
    [Theory]
    [InlineData("2:6", 2, 6, "2:6")]
    [InlineData(":10", 0, 10, ":10")]
    [InlineData("0:10", 0, 10, ":10")]
    [InlineData("5:", 5, null, "5:")]
    public void A_range_is_read_with_open_ends(string text, int first, int? end, string again)
    {
        ItemRange.TryParse(text, out var range).ShouldBeTrue();

        range!.First.ShouldBe(first);
        range.End.ShouldBe(end);
        range.ToString().ShouldBe(again);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("5")]
    [InlineData("5:5")]
    [InlineData("6:5")]
    [InlineData("-1:5")]
    [InlineData("+1:5")]
    [InlineData(" 1:5")]
    [InlineData("1:5:9")]
    [InlineData("a:b")]
    [InlineData("1:99999999999")]
    public void What_is_no_range_or_an_empty_one_is_not_read(string text) => ItemRange.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("2:6", 10, 4)]
    [InlineData("2:6", 4, 2)]
    [InlineData("2:6", 2, 0)]
    [InlineData("5:", 10, 5)]
    [InlineData("5:", 5, 0)]
    [InlineData(":10", 3, 3)]
    public void A_range_counts_the_items_a_plan_has_in_it(string text, int total, int count)
    {
        ItemRange.TryParse(text, out var range).ShouldBeTrue();

        range!.CountOf(total).ShouldBe(count);
    }

    [Fact]
    public void The_first_items_are_the_range_that_starts_at_0()
    {
        ItemRange.TryParse(":3", out var range).ShouldBeTrue();

        ItemRange.FirstItems(3).ShouldBe(range);
        Should.Throw<ArgumentOutOfRangeException>(() => ItemRange.FirstItems(0));
    }
}

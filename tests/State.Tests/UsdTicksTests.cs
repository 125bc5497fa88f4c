namespace FunctionsPipeline.State.Tests;

public sealed class UsdTicksTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 10_000_000_000)]
    [InlineData("0.05", 500_000_000)]
    [InlineData("0.0000000001", 1)]
    [InlineData("0.00000000001", 1)]
    [InlineData("-0.5", -5_000_000_000)]
    public void Dollars_become_ticks_and_a_part_of_a_tick_is_rounded_up(string usd, long ticks) =>
        UsdTicks.FromUsdRoundedUp(decimal.Parse(usd)).ShouldBe(ticks);

    [Fact]
    public void Ticks_become_dollars_exactly()
    {
        UsdTicks.ToUsd(long.MaxValue).ShouldBe(922337203.6854775807m);
        UsdTicks.FromUsdRoundedUp(UsdTicks.ToUsd(long.MaxValue)).ShouldBe(long.MaxValue);
        Should.Throw<OverflowException>(() => UsdTicks.FromUsdRoundedUp(1_000_000_000m));
    }

    [Theory]
    [InlineData(0, "$0.00")]
    [InlineData(32_100_000_000, "$3.21")]
    [InlineData(800_000, "$0.00008")]
    [InlineData(1, "$0.0000000001")]
    public void People_read_cents_and_small_amounts_keep_their_digits(long ticks, string text) => UsdTicks.Format(ticks).ShouldBe(text);
}

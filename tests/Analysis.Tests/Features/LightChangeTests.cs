namespace FunctionsPipeline.Analysis.Tests.Features;

public sealed class LightChangeTests
{
    private static readonly double[] Blocks = [10, 40, 90, 160];

    [Fact]
    public void Gain_and_offset_are_light() => LightChange.ExplainedShare(Blocks, [25, 70, 145, 250]).ShouldBe(1, 1e-9);

    [Fact]
    public void A_flat_picture_may_change_its_light_too() => LightChange.ExplainedShare([50, 50], [70, 70]).ShouldBe(1);

    [Fact]
    public void Blocks_that_change_places_are_not_light() => LightChange.ExplainedShare(Blocks, [40, 10, 160, 90]).ShouldBeLessThan(0.5);

    [Fact]
    public void A_negative_is_another_picture() => LightChange.ExplainedShare([100, 200, 100, 200], [200, 100, 200, 100]).ShouldBe(0.75, 1e-9);

    [Fact]
    public void Nothing_changes_by_no_light() => LightChange.ExplainedShare(Blocks, Blocks).ShouldBe(0);

    [Fact]
    public void Different_numbers_of_blocks_are_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => LightChange.ExplainedShare(Blocks, [1, 2, 3]));
}

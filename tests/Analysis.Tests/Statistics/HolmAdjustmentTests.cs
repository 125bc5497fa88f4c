namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class HolmAdjustmentTests
{
    [Fact]
    public void Each_p_value_is_multiplied_by_the_tests_left_and_none_falls_below_a_smaller_one() =>
        HolmAdjustment.Adjust([0.01, 0.04, 0.03, 0.005]).ShouldBe([0.03, 0.06, 0.06, 0.02], 1e-15);

    [Fact]
    public void Nothing_rises_above_1() => HolmAdjustment.Adjust([0.9, 0.8, 0.7]).ShouldBe([1, 1, 1]);

    [Fact]
    public void A_single_test_needs_no_adjustment() => HolmAdjustment.Adjust([0.03]).ShouldBe([0.03], 1e-15);

    [Fact]
    public void No_tests_give_no_values() => HolmAdjustment.Adjust([]).ShouldBeEmpty();

    [Fact]
    public void A_test_with_a_larger_part_of_the_allowance_is_adjusted_less()
    {
        // Weights 8, 1, 1 of 10: 0.005 x 10/8; then 0.02 x 2/1; then 0.03 x 1/1, raised to the one before.
        HolmAdjustment.Adjust([0.005, 0.02, 0.03], [8, 1, 1]).ShouldBe([0.00625, 0.04, 0.04], 1e-15);
    }

    [Fact]
    public void Only_the_ratios_of_weights_count() =>
        HolmAdjustment.Adjust([0.01, 0.02, 0.2], [6, 2, 4]).ShouldBe(HolmAdjustment.Adjust([0.01, 0.02, 0.2], [3, 1, 2]), 1e-15);

    [Fact]
    public void A_weight_for_each_is_needed() => Should.Throw<ArgumentException>(() => HolmAdjustment.Adjust([0.1, 0.2], [1]));
}

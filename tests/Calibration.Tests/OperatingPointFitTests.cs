namespace FunctionsPipeline.Calibration.Tests;

public class OperatingPointFitTests
{
    [Fact]
    public void Between_clean_and_defective_the_threshold_is_their_geometric_mean() =>
        OperatingPointFit.Threshold([0.1, 0.2, 1], [4, 9, 25]).ShouldBe(2);

    [Fact]
    public void Where_they_cross_it_stands_above_the_clean_ones() =>
        OperatingPointFit.Threshold([1, 5], [2, 3])!.Value.ShouldBeGreaterThan(5);

    [Fact]
    public void One_clean_clip_in_a_hundred_may_lie_above_it() =>
        OperatingPointFit.Threshold([.. Enumerable.Repeat(1.0, 99), 1000], [4, 4]).ShouldBe(2);

    [Fact]
    public void A_measure_that_is_0_on_clean_clips_is_not_taken_for_an_infinitely_small_scale() =>
        OperatingPointFit.Threshold([0, 0], [16]).ShouldBe(4);

    [Fact]
    public void Without_clips_of_one_kind_nothing_is_fitted()
    {
        OperatingPointFit.Threshold([], [1]).ShouldBeNull();
        OperatingPointFit.Threshold([1], []).ShouldBeNull();
        OperatingPointFit.Threshold([0], [0]).ShouldBeNull();
    }
}

namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class MeanDifferenceTests
{
    [Fact]
    public void Welchs_interval_and_test_equal_40_digit_arithmetic()
    {
        var result = MeanDifference.Welch(Of(1, 4, 2, 8, 5, 7), Of(3, 3, 2, 9))!.Value;

        result.Difference.ShouldBe(0.25, 1e-12);
        result.DegreesOfFreedom.ShouldBe(5.81103591879229568, 1e-10);
        result.PValue.ShouldBe(0.902435357410000356, 1e-10);
        result.Interval.Lower.ShouldBe(-4.56566255648219108, 1e-9);
        result.Interval.Upper.ShouldBe(5.06566255648219108, 1e-9);
    }

    [Fact]
    public void Tallies_taken_together_are_the_tally_of_all()
    {
        var together = Of(1, 4, 2);
        together.Add(Of(8, 5, 7));

        together.Count.ShouldBe(6);
        together.Mean.ShouldBe(4.5, 1e-12);
        together.Variance.ShouldBe(Of(1, 4, 2, 8, 5, 7).Variance, 1e-12);
    }

    [Fact]
    public void One_number_on_a_side_has_no_spread() => MeanDifference.Welch(Of(1, 2, 3), Of(2)).ShouldBeNull();

    [Fact]
    public void Equal_numbers_everywhere_leave_nothing_to_judge_by() => MeanDifference.Welch(Of(1, 1), Of(0, 0)).ShouldBeNull();

    private static MeanTally Of(params double[] values)
    {
        var tally = new MeanTally();
        foreach (var value in values) tally.Add(value);
        return tally;
    }
}

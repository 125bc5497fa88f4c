namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class ShareDifferenceTests
{
    private const double Tolerance = 1e-9;

    // The first is example a of Newcombe (1998), published as 0.0524 to 0.3339; all by 60-digit arithmetic from the formula.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.05243147240236488, 0.33387265403690597)]
    [InlineData(40, 200, 20, 199, 0.029368945281660466, 0.16945038370746252)]
    [InlineData(150, 300, 30, 300, 0.3314817208194596, 0.46328322425821106)]
    public void The_hybrid_interval_equals_Newcombes(int found1, int trials1, int found2, int trials2, double lower, double upper)
    {
        var interval = ShareDifference.Newcombe(new ShareCount(found1, trials1), new ShareCount(found2, trials2));

        interval.Lower.ShouldBe(lower, Tolerance);
        interval.Upper.ShouldBe(upper, Tolerance);
    }

    [Theory]
    [InlineData(0, 8, 0, 8)]
    [InlineData(8, 8, 8, 8)]
    [InlineData(300, 300, 0, 300)]
    [InlineData(1, 1, 0, 1)]
    public void No_interval_is_a_point_or_leaves_the_range(int found1, int trials1, int found2, int trials2)
    {
        var interval = ShareDifference.Newcombe(new ShareCount(found1, trials1), new ShareCount(found2, trials2));

        (interval.Upper - interval.Lower).ShouldBeGreaterThan(0.005);
        interval.Lower.ShouldBeGreaterThanOrEqualTo(-1);
        interval.Upper.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Swapping_the_arms_mirrors_the_interval()
    {
        var one = ShareDifference.Newcombe(new ShareCount(2, 30), new ShareCount(9, 40));
        var other = ShareDifference.Newcombe(new ShareCount(9, 40), new ShareCount(2, 30));

        one.Lower.ShouldBe(-other.Upper, Tolerance);
        one.Upper.ShouldBe(-other.Lower, Tolerance);
    }

    [Theory]
    [InlineData(4, 50, 5, 50, true)]
    [InlineData(5, 50, 5, 50, false)]
    [InlineData(46, 50, 45, 50, true)]
    [InlineData(30, 400, 0, 20, true)]
    public void Counts_are_sparse_when_a_cell_should_hold_fewer_than_five(int found1, int trials1, int found2, int trials2, bool isSparse) =>
        ShareDifference.IsSparse(new ShareCount(found1, trials1), new ShareCount(found2, trials2)).ShouldBe(isSparse);

    [Fact]
    public void A_variance_as_of_independent_shares_changes_nothing()
    {
        var (with, without) = (new ShareCount(30, 90), new ShareCount(12, 90));
        var variance = (30.0 * 60 / (90.0 * 90 * 90)) + (12.0 * 78 / (90.0 * 90 * 90));

        var interval = ShareDifference.Newcombe(0.2, variance, with, without);

        var independent = ShareDifference.Newcombe(with, without);
        interval.Lower.ShouldBe(independent.Lower, Tolerance);
        interval.Upper.ShouldBe(independent.Upper, Tolerance);
    }

    [Fact]
    public void Blocks_that_agree_narrow_the_interval_but_never_to_a_point()
    {
        var count = new ShareCount(20, 40);

        var agreeing = ShareDifference.Newcombe(0, 0, count, count);

        var independent = ShareDifference.Newcombe(count, count);
        var width = agreeing.Upper - agreeing.Lower;
        width.ShouldBeLessThan(independent.Upper - independent.Lower);
        width.ShouldBeGreaterThan(0.05);
    }
}

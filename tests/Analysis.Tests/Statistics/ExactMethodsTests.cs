namespace FunctionsPipeline.Analysis.Tests.Statistics;

/// <summary>Expected values: binomial coefficients as whole numbers and 60-digit bisection, without logarithms or beta functions.</summary>
public class ExactMethodsTests
{
    private const double Tolerance = 1e-11;

    [Theory]
    [InlineData(0, 10, 0, 0.2588655508930523)]
    [InlineData(1, 10, 0.005001475282439954, 0.40347615573769446)]
    [InlineData(3, 25, 0.031448962511218176, 0.2928162704848994)]
    [InlineData(10, 10, 0.7411344491069477, 1)]
    [InlineData(17, 40, 0.2796862954963384, 0.5808273319722251)]
    public void The_mid_p_interval_counts_what_was_seen_half(int found, int trials, double lower, double upper) =>
        ShouldBe(ExactShareInterval.MidP(new ShareCount(found, trials)), lower, upper);

    // The first is Fisher's lady who tastes tea.
    [Theory]
    [InlineData(3, 4, 1, 4, 0.4857142857142857)]
    [InlineData(1, 10, 9, 10, 0.001093333910671372)]
    [InlineData(0, 12, 5, 12, 0.037267080745341616)]
    [InlineData(7, 200, 1, 180, 0.07045571112619457)]
    [InlineData(2, 15, 2, 9, 0.6146245059288538)]
    public void Fishers_test_sums_the_tables_that_are_no_likelier(int found1, int trials1, int found2, int trials2, double expected) =>
        FisherExactTest.TwoSidedP(new ShareCount(found1, trials1), new ShareCount(found2, trials2)).ShouldBe(expected, Tolerance);

    [Fact]
    public void Fishers_test_does_not_care_which_comes_first() =>
        FisherExactTest.TwoSidedP(new ShareCount(2, 9), new ShareCount(1, 30)).ShouldBe(FisherExactTest.TwoSidedP(new ShareCount(1, 30), new ShareCount(2, 9)), Tolerance);

    [Fact]
    public void Where_nothing_was_found_nothing_differs() =>
        FisherExactTest.TwoSidedP(new ShareCount(0, 40), new ShareCount(0, 3)).ShouldBe(1, Tolerance);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 3)]
    [InlineData(-1, 3)]
    public void Impossible_counts_are_refused(int found, int trials) =>
        Should.Throw<ArgumentOutOfRangeException>(() => ExactShareInterval.MidP(new ShareCount(found, trials)));

    private static void ShouldBe(ConfidenceInterval interval, double lower, double upper)
    {
        interval.Lower.ShouldBe(lower, Tolerance);
        interval.Upper.ShouldBe(upper, Tolerance);
    }
}

namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class RankCorrelationTests
{
    [Fact]
    public void What_grows_together_has_1_however_crooked() =>
        RankCorrelation.Spearman([1, 2, 3, 4], [1, 10, 11, 1e9]).ShouldBe(1, 1e-12);

    [Fact]
    public void What_grows_against_each_other_has_minus_1() =>
        RankCorrelation.Spearman([1, 2, 3], [3, 2, 1]).ShouldBe(-1, 1e-12);

    [Fact]
    public void Without_ties_it_equals_the_textbook_formula()
    {
        double[] first = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110];
        double[] second = [7, 0, 27, 50, 28, 29, 20, 12, 6, 17];

        // 1 - 6 * sum of squared rank differences / (n (n * n - 1)); the squared differences sum to 194.
        RankCorrelation.Spearman(first, second).ShouldBe(1 - (6.0 * 194 / 990), 1e-12);
    }

    [Fact]
    public void Ties_share_their_mean_rank() =>
        RankCorrelation.Spearman([1, 1, 2, 2], [1, 2, 3, 4]).ShouldBe(4 / Math.Sqrt(4 * 5), 1e-12);

    [Fact]
    public void A_constant_has_no_correlation() =>
        RankCorrelation.Spearman([1, 2, 3], [5, 5, 5]).ShouldBe(0);

    [Fact]
    public void Lists_that_do_not_pair_up_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => RankCorrelation.Spearman([1], [1]));
        Should.Throw<ArgumentOutOfRangeException>(() => RankCorrelation.Spearman([1, 2], [1, 2, 3]));
    }
}

namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class RocCurveTests
{
    [Fact]
    public void Scores_that_are_all_above_the_clean_ones_have_area_1() =>
        RocCurve.Area([3, 4, 9], [0, 1, 2]).ShouldBe(1);

    [Fact]
    public void Scores_that_are_all_below_have_area_0() =>
        RocCurve.Area([0, 1], [2, 3, 4]).ShouldBe(0);

    [Fact]
    public void A_tie_counts_as_one_half() =>
        RocCurve.Area([1, 1], [1, 1, 1]).ShouldBe(0.5);

    [Fact]
    public void The_area_is_the_share_of_pairs_that_are_in_order()
    {
        var random = new Random(4);
        double[] positives = [.. Enumerable.Range(0, 40).Select(_ => (double)random.Next(20))];
        double[] negatives = [.. Enumerable.Range(0, 70).Select(_ => (double)random.Next(15))];
        var won = positives.Sum(positive => negatives.Sum(negative => positive > negative ? 1 : positive.Equals(negative) ? 0.5 : 0));

        RocCurve.Area(positives, negatives).ShouldBe(won / (40 * 70), 1e-12);
    }

    [Fact]
    public void Without_clips_of_one_kind_there_is_no_area()
    {
        Should.Throw<ArgumentException>(() => RocCurve.Area([], [1]));
        Should.Throw<ArgumentException>(() => RocCurve.Area([1], []));
        Should.Throw<ArgumentException>(() => RocCurve.Area([double.NaN], [1]));
    }
}

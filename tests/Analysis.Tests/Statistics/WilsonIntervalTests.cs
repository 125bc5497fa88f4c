namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class WilsonIntervalTests
{
    // The first four are the examples of Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    public void It_gives_the_published_values(int found, int trials, double lower, double upper)
    {
        var interval = WilsonInterval.Of(found, trials);

        interval.Lower.ShouldBe(lower, 0.00005);
        interval.Upper.ShouldBe(upper, 0.00005);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100_000)]
    public void Nothing_found_starts_at_0_and_everything_found_ends_at_1_and_both_keep_a_width(int trials)
    {
        // z squared over n plus z squared is the closed form of the free end.
        var free = 3.841458820694124 / (trials + 3.841458820694124);

        var none = WilsonInterval.Of(0, trials);
        none.Lower.ShouldBe(0);
        none.Upper.ShouldBe(free, 1e-12);

        var all = WilsonInterval.Of(trials, trials);
        all.Lower.ShouldBe(1 - free, 1e-12);
        all.Upper.ShouldBe(1);
    }

    [Fact]
    public void Its_ends_solve_the_score_equation()
    {
        foreach (var (found, trials) in new[] { (1, 7), (13, 40), (399, 400), (7, 1_000_000) })
        {
            var interval = WilsonInterval.Of(found, trials);
            foreach (var end in new[] { interval.Lower, interval.Upper })
            {
                var score = ((double)found / trials - end) / Math.Sqrt(end * (1 - end) / trials);
                Math.Abs(score).ShouldBe(1.959963984540054, 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    public void Counts_that_cannot_be_are_refused(int found, int trials) =>
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Of(found, trials));
}

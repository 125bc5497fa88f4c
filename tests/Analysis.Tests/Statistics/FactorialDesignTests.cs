namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class FactorialDesignTests
{
    public static TheoryData<int> FactorCounts => [1, 2, 3, 4, 5, 6];

    [Fact]
    public void Six_factors_take_16_runs_with_the_stated_generators()
    {
        var runs = FactorialDesign.Of(6).Runs;

        runs.Count.ShouldBe(16);
        foreach (var run in runs)
        {
            var sign = run.Select(present => present ? 1 : -1).ToArray();
            sign[4].ShouldBe(sign[0] * sign[1] * sign[2]);
            sign[5].ShouldBe(sign[1] * sign[2] * sign[3]);
        }
    }

    [Theory]
    [MemberData(nameof(FactorCounts))]
    public void Every_factor_is_present_in_half_of_the_runs_and_no_effect_is_mixed_with_another_or_with_a_pair(int factors)
    {
        var runs = FactorialDesign.Of(factors).Runs;

        for (var factor = 0; factor < factors; factor++)
        {
            runs.Sum(run => Sign(run, factor)).ShouldBe(0);
            for (var other = 0; other < factors; other++)
            {
                if (other == factor) continue;
                runs.Sum(run => Sign(run, factor) * Sign(run, other)).ShouldBe(0);
                for (var third = other + 1; third < factors; third++)
                {
                    if (third != factor) runs.Sum(run => Sign(run, factor) * Sign(run, other) * Sign(run, third)).ShouldBe(0);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(FactorCounts))]
    public void Runs_differ_and_the_first_is_plain(int factors)
    {
        var runs = FactorialDesign.Of(factors).Runs;

        runs[0].ShouldAllBe(present => !present);
        runs.Select(run => string.Concat(run.Select(present => present ? '+' : '-'))).Distinct().Count().ShouldBe(runs.Count);
    }

    [Fact]
    public void Pairs_of_the_quarter_fraction_are_mixed_with_the_pairs_that_the_defining_relation_says()
    {
        // I = ABCE = BCDF = ADEF: AB = CE, and AE = BC = DF.
        var design = FactorialDesign.Of(6);

        design.Aliases(0, 1).ShouldBe([(2, 4)]);
        design.Aliases(4, 0).ShouldBe([(1, 2), (3, 5)]);
    }

    [Fact]
    public void Pairs_of_five_factors_are_clear() => FactorialDesign.Of(5).Aliases(0, 4).ShouldBeEmpty();

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Other_numbers_of_factors_are_refused(int factors) =>
        Should.Throw<ArgumentOutOfRangeException>(() => FactorialDesign.Of(factors));

    private static int Sign(IReadOnlyList<bool> run, int factor) => run[factor] ? 1 : -1;
}

namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class BlockedRegressionTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Coefficients_equal_least_squares_with_a_column_for_each_block()
    {
        // Expected: the normal equations with three block columns, solved in exact fractions: 20/51 and 14/51.
        var regression = new BlockedRegression(2);
        AddBlock(regression, [0, 0, 0], [1, 0, 1], [0, 1, 0], [1, 1, 1]);
        AddBlock(regression, [0, 0, 0], [1, 0, 0], [0, 1, 1], [1, 1, 1]);
        AddBlock(regression, [0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 0], [1, 0, 0]);

        var coefficients = regression.Solve();

        coefficients[0]!.Value.Value.ShouldBe(20.0 / 51, Tolerance);
        coefficients[1]!.Value.Value.ShouldBe(14.0 / 51, Tolerance);
        coefficients[0]!.Value.Variance.ShouldBe(0.09842368319876971, Tolerance);
        coefficients[0]!.Value.DegreesOfFreedom.ShouldBe(8);
    }

    [Fact]
    public void In_a_balanced_design_an_effect_is_the_difference_of_the_means()
    {
        var design = FactorialDesign.Of(6);
        var random = new Random(11);
        var regression = new BlockedRegression(6);
        var (with, without) = (new MeanTally(), new MeanTally());
        for (var block = 0; block < 5; block++)
        {
            foreach (var run in design.Runs)
            {
                var result = random.NextDouble() + block;
                regression.Add([.. run.Select(present => present ? 1.0 : 0.0)], result);
                (run[3] ? with : without).Add(result);
            }

            regression.CloseBlock();
        }

        regression.Solve()[3]!.Value.Value.ShouldBe(with.Mean - without.Mean, Tolerance);
    }

    [Fact]
    public void A_column_that_is_the_sum_of_others_has_no_coefficient_and_does_no_harm()
    {
        var regression = new BlockedRegression(3);
        AddBlock(regression, [0, 0, 0, 1], [1, 0, 1, 3], [0, 1, 1, 2], [1, 1, 2, 4], [1, 0, 1, 3.5]);

        var coefficients = regression.Solve();

        coefficients[2].ShouldBeNull();
        coefficients[0]!.Value.Value.ShouldBe(2.125, 0.2);
    }

    [Fact]
    public void Too_few_rows_give_no_coefficient()
    {
        var regression = new BlockedRegression(1);
        AddBlock(regression, [0, 0], [1, 1]);

        regression.Solve()[0].ShouldBeNull();
    }

    /// <summary>Rows of columns with the result at the end.</summary>
    private static void AddBlock(BlockedRegression regression, params double[][] rows)
    {
        foreach (var row in rows) regression.Add(row.AsSpan(0, row.Length - 1), row[^1]);
        regression.CloseBlock();
    }
}

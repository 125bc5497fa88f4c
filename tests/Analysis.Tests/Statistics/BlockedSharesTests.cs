namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class BlockedSharesTests
{
    private const double Tolerance = 1e-9;

    /// <summary>Found and clips with the trap, found and clips without it.</summary>
    private static readonly int[][] Blocks = [[3, 5, 1, 5], [2, 4, 0, 3], [5, 5, 4, 6], [0, 2, 1, 2], [7, 9, 2, 8], [4, 6, 1, 4]];

    [Fact]
    public void Difference_variance_and_p_value_equal_exact_rational_arithmetic()
    {
        var shares = Of(Blocks);

        shares.Difference.ShouldBe(0.3774153481717511, Tolerance);
        shares.Variance.ShouldBe(0.013117827567048837, Tolerance);
        shares.PValue.ShouldBe(0.00354254323078301158, Tolerance);
        shares.Blocks.ShouldBe(6);
    }

    [Fact]
    public void Pairs_give_the_difference_and_the_test_of_McNemar()
    {
        // 12 prompts broke with the trap only, 4 without it only, 9 both ways, 15 neither way.
        var shares = new BlockedShares();
        Add(shares, 12, 1, 0);
        Add(shares, 4, 0, 1);
        Add(shares, 9, 1, 1);
        Add(shares, 15, 0, 0);

        shares.Difference.ShouldBe(8.0 / 40, Tolerance);
        shares.Variance.ShouldBe(((16.0 / 40) - (0.2 * 0.2)) / 40, Tolerance);
        shares.PValue.ShouldBe(NormalDistribution.TwoSidedP(8 / Math.Sqrt(16)), Tolerance);
    }

    [Fact]
    public void A_single_block_is_a_plain_comparison()
    {
        var shares = Of([[40, 200, 20, 199]]);

        shares.Interval.Lower.ShouldBe(0.029368945281660466, 1e-4);
        shares.Interval.Upper.ShouldBe(0.16945038370746252, 1e-4);
    }

    [Fact]
    public void Blocks_with_one_side_only_tell_nothing()
    {
        var shares = Of([.. Blocks, [3, 3, 0, 0], [0, 0, 9, 9]]);

        shares.Difference.ShouldBe(Of(Blocks).Difference, Tolerance);
        shares.With.Trials.ShouldBe(31);
        shares.Without.Trials.ShouldBe(28);
    }

    [Fact]
    public void A_base_rate_that_differs_between_prompts_is_not_taken_for_an_effect()
    {
        // Prompt by prompt the trap changes nothing; pooled it would seem to: 38 of 60 with it, 22 of 60 without.
        var shares = Of([[36, 40, 18, 20], [2, 20, 4, 40]]);

        shares.Difference.ShouldBe(0, Tolerance);
        shares.PValue.ShouldBe(1, Tolerance);
        shares.Interval.Contains(0).ShouldBeTrue();
    }

    [Fact]
    public void Sparse_counts_are_tested_exactly()
    {
        var shares = Of([[2, 10, 0, 10], [2, 10, 0, 10]]);

        shares.IsSparse.ShouldBeTrue();
        shares.PValue.ShouldBe(FisherExactTest.TwoSidedP(new ShareCount(4, 20), new ShareCount(0, 20)), Tolerance);
    }

    private static BlockedShares Of(int[][] blocks)
    {
        var shares = new BlockedShares();
        foreach (var block in blocks) shares.Add(new ShareCount(block[0], block[1]), new ShareCount(block[2], block[3]));
        return shares;
    }

    private static void Add(BlockedShares shares, int pairs, int with, int without)
    {
        for (var pair = 0; pair < pairs; pair++) shares.Add(new ShareCount(with, 1), new ShareCount(without, 1));
    }
}

namespace FunctionsPipeline.Analysis.Tests.Statistics;

/// <summary>Expected values: 40-digit arithmetic from the error function and the incomplete beta integral.</summary>
public class DistributionTests
{
    private const double Relative = 1e-12;

    [Theory]
    [InlineData(0.975, 1.9599639845400542355)]
    [InlineData(0.8, 0.84162123357291420518)]
    [InlineData(1e-10, -6.3613409024040562047)]
    [InlineData(0.99583333333333333333, 2.6382572734767498909)]
    public void The_normal_quantile_equals_the_inverse_error_function(double probability, double expected) =>
        NormalDistribution.Quantile(probability).ShouldBe(expected, Math.Abs(expected) * Relative);

    [Fact]
    public void The_median_of_the_normal_distribution_is_0() => NormalDistribution.Quantile(0.5).ShouldBe(0, Relative);

    [Theory]
    [InlineData(0.3, 0.76417715562209473386)]
    [InlineData(1.0, 0.31731050786291410283)]
    [InlineData(2.5, 0.012419330651552270334)]
    [InlineData(2.6, 0.0093223760474374980892)]
    [InlineData(-4, 0.000063342483666239842508)]
    [InlineData(8, 1.2441921148543568247e-15)]
    public void Both_tails_of_the_normal_distribution_equal_the_error_function(double z, double expected) =>
        NormalDistribution.TwoSidedP(z).ShouldBe(expected, expected * Relative);

    [Theory]
    [InlineData(0.7)]
    [InlineData(2.49)]
    [InlineData(5)]
    public void The_tails_and_the_quantile_undo_each_other(double z) =>
        NormalDistribution.Quantile(1 - (NormalDistribution.TwoSidedP(z) / 2)).ShouldBe(z, 1e-8);

    [Theory]
    [InlineData(2, 5, 0.10193947882985835625)]
    [InlineData(1, 1, 0.5)]
    [InlineData(3.5, 17.25, 0.0026944723338856424326)]
    [InlineData(-0.2, 400, 0.84158221942713675885)]
    [InlineData(12, 2, 0.0068729336771584601411)]
    public void Both_tails_of_Students_distribution_equal_the_beta_integral(double t, double degreesOfFreedom, double expected) =>
        StudentDistribution.TwoSidedP(t, degreesOfFreedom).ShouldBe(expected, expected * 1e-11);

    [Theory]
    [InlineData(1, 12.706204736174704646)]
    [InlineData(4, 2.7764451051977943578)]
    [InlineData(30, 2.04227245630123831)]
    [InlineData(399, 1.965927295920882063)]
    public void Students_quantile_is_that_of_the_tables(double degreesOfFreedom, double expected) =>
        StudentDistribution.TwoSidedQuantile(0.05, degreesOfFreedom).ShouldBe(expected, expected * 1e-11);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void There_is_no_quantile_of_what_is_no_probability(double probability) =>
        Should.Throw<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(probability));
}

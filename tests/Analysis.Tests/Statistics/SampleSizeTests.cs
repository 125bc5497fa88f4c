namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class SampleSizeTests
{
    // By 40-digit arithmetic from the formula: 198.96, 307.32, 61.60 and 95.39.
    [Theory]
    [InlineData(0.1, 0.2, 1, 199)]
    [InlineData(0.1, 0.2, 6, 308)]
    [InlineData(0.1, 0.3, 1, 62)]
    [InlineData(0.1, 0.3, 6, 96)]
    public void Clips_an_arm_at_80_percent_power(double baseline, double raised, int tests, long expected) =>
        SampleSize.PerArm(baseline, raised, 0.8, SampleSize.Level / tests).ShouldBe(expected);

    [Fact]
    public void A_fall_needs_as_many_as_the_mirrored_rise() =>
        SampleSize.PerArm(0.3, 0.1, 0.8).ShouldBe(SampleSize.PerArm(0.7, 0.9, 0.8));

    [Fact]
    public void The_smallest_rise_is_the_one_that_needs_so_many_clips()
    {
        SampleSize.SmallestRise(0.1, 199, 0.8)!.Value.ShouldBe(0.1, 0.0005);
        SampleSize.SmallestRise(0.1, 96, 0.8, SampleSize.Level / 6)!.Value.ShouldBe(0.2, 0.001);
    }

    [Fact]
    public void The_power_of_few_clips_is_exact()
    {
        // 4 clips an arm: only 0 against 4, p = 1/35, and the reverse are significant.
        var expected = (Math.Pow(0.9, 4) * Math.Pow(0.8, 4)) + (Math.Pow(0.1, 4) * Math.Pow(0.2, 4));

        SampleSize.FisherPower(0.1, 0.8, 4).ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void The_smallest_rise_of_few_clips_has_the_power_asked_for()
    {
        var rise = SampleSize.SmallestRise(0.1, 20, 0.8)!.Value;

        SampleSize.FisherPower(0.1, 0.1 + rise, 20).ShouldBe(0.8, 1e-6);
    }

    [Fact]
    public void Three_clips_an_arm_find_nothing_at_all() => SampleSize.SmallestRise(0.1, 3, 0.8).ShouldBeNull();

    [Theory]
    [InlineData(0.1, 0.1, 0.8, 0.05)]
    [InlineData(-0.1, 0.2, 0.8, 0.05)]
    [InlineData(0.1, 1.2, 0.8, 0.05)]
    [InlineData(0.1, 0.2, 1, 0.05)]
    [InlineData(0.1, 0.2, 0.01, 0.05)]
    [InlineData(0.1, 0.2, 0.8, 0)]
    public void Impossible_wishes_are_refused(double baseline, double raised, double power, double level) =>
        Should.Throw<ArgumentOutOfRangeException>(() => SampleSize.PerArm(baseline, raised, power, level));
}

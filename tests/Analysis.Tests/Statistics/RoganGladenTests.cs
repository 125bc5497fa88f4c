namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class RoganGladenTests
{
    /// <summary>Sensitivity 90 of 100, specificity 190 of 200: 0.85 over guessing.</summary>
    private static readonly DetectorAccuracy Accuracy = new("any", 100, 90, 200, 10);

    [Fact]
    public void The_true_share_undoes_misses_and_false_alarms() =>
        // 30 % true gives 0.3 x 0.9 + 0.7 x 0.05 = 30.5 % seen.
        RoganGladen.Share(0.305, Accuracy).ShouldBe(0.3, 1e-12);

    [Fact]
    public void A_share_below_the_false_alarms_is_none() => RoganGladen.Share(0.02, Accuracy).ShouldBe(0);

    [Fact]
    public void The_interval_of_a_share_equals_40_digit_arithmetic()
    {
        var interval = RoganGladen.ShareInterval(new ShareCount(60, 200), Accuracy with { CleanDetected = 5 })!.Value;

        interval.Lower.ShouldBe(0.240633003005757885, 1e-9);
        interval.Upper.ShouldBe(0.398026723372377796, 1e-9);
    }

    [Fact]
    public void A_difference_grows_by_what_the_detector_misses_and_its_interval_equals_the_roots_of_its_equation()
    {
        var seen = ShareDifference.Newcombe(new ShareCount(60, 200), new ShareCount(20, 200));

        var corrected = RoganGladen.Difference(0.2, seen, Accuracy)!.Value;

        corrected.Difference.ShouldBe(0.235294117647058824, 1e-9);
        corrected.Interval.Lower.ShouldBe(0.144134210916459017, 1e-9);
        corrected.Interval.Upper.ShouldBe(0.329484756364787428, 1e-9);
    }

    [Fact]
    public void A_fall_is_corrected_like_the_mirrored_rise()
    {
        var seen = ShareDifference.Newcombe(new ShareCount(60, 200), new ShareCount(20, 200));

        var rise = RoganGladen.Difference(0.2, seen, Accuracy)!.Value.Interval;
        var fall = RoganGladen.Difference(-0.2, new ConfidenceInterval(-seen.Upper, -seen.Lower), Accuracy)!.Value.Interval;

        fall.Lower.ShouldBe(-rise.Upper, 1e-12);
        fall.Upper.ShouldBe(-rise.Lower, 1e-12);
    }

    [Fact]
    public void A_small_calibration_widens_the_interval()
    {
        var seen = ShareDifference.Newcombe(new ShareCount(60, 200), new ShareCount(20, 200));

        var wide = RoganGladen.Difference(0.2, seen, new DetectorAccuracy("any", 10, 9, 20, 1))!.Value.Interval;

        var narrow = RoganGladen.Difference(0.2, seen, Accuracy)!.Value.Interval;
        (wide.Upper - wide.Lower).ShouldBeGreaterThan((narrow.Upper - narrow.Lower) * 1.2);
    }

    [Theory]
    [InlineData(10, 5, 10, 5)]
    [InlineData(0, 0, 50, 1)]
    [InlineData(50, 40, 0, 0)]
    public void A_detector_that_is_not_known_to_beat_guessing_corrects_nothing(int defects, int detected, int clean, int alarms) =>
        RoganGladen.Difference(0.2, new ConfidenceInterval(0.1, 0.3), new DetectorAccuracy("any", defects, detected, clean, alarms)).ShouldBeNull();
}

namespace FunctionsPipeline.Analysis.Tests;

public sealed class VideoScoringTests
{
    [Fact]
    public void A_clip_without_defects_scores_full_photorealism()
    {
        var scores = VideoScoring.Score([DetectorResult.Measured("flicker", 0.1, []), DetectorResult.Measured("freeze", 0, [])]);

        scores.Photorealism.ShouldBe(100);
    }

    [Fact]
    public void A_found_defect_takes_off_its_weight_times_its_score_and_says_so()
    {
        var scores = VideoScoring.Score([DetectorResult.Measured("flicker", 0.5, [])]);

        scores.Photorealism.ShouldBe(70);
        scores.Contributions["flicker"].ShouldBe(30);
    }

    [Fact]
    public void What_no_detector_could_measure_has_no_score()
    {
        var scores = VideoScoring.Score([DetectorResult.Measured("flicker", 0, []), DetectorResult.Abstain("zero-gravity", "nothing moves freely")]);

        scores.Physics.ShouldBeNull();
        scores.Missing.ShouldBe("no detector of physics could measure the clip");
    }

    [Fact]
    public void A_score_never_falls_below_zero()
    {
        var scores = VideoScoring.Score([DetectorResult.Measured("black", 1, []), DetectorResult.Measured("freeze", 1, [])]);

        scores.Photorealism.ShouldBe(0);
    }
}

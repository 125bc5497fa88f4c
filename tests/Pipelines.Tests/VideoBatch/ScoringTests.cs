using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.VideoBatch;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch;

public sealed class ScoringTests
{
    [Fact]
    public void A_clip_without_defects_scores_full_photorealism()
    {
        var scores = Scoring.Score([DetectorResult.Measured("flicker", 0.1, []), DetectorResult.Measured("freeze", 0, [])]);

        scores.Photorealism.ShouldBe(100);
    }

    [Fact]
    public void A_found_defect_takes_off_its_weight_times_its_score_and_says_so()
    {
        var scores = Scoring.Score([DetectorResult.Measured("flicker", 0.5, [])]);

        scores.Photorealism.ShouldBe(70);
        scores.Contributions["flicker"].ShouldBe(30);
    }

    [Fact]
    public void What_no_detector_could_measure_has_no_score()
    {
        var scores = Scoring.Score([DetectorResult.Measured("flicker", 0, []), DetectorResult.Abstain("zero-gravity", "nothing moves freely")]);

        scores.Physics.ShouldBeNull();
        scores.Missing.ShouldBe("no detector of physics could measure the clip");
    }

    [Fact]
    public void A_score_never_falls_below_zero()
    {
        var scores = Scoring.Score([DetectorResult.Measured("black", 1, []), DetectorResult.Measured("freeze", 1, [])]);

        scores.Photorealism.ShouldBe(0);
    }

    [Fact]
    public void The_roast_names_the_worst_defect_found_and_when()
    {
        DetectorResult[] detectors =
        [
            DetectorResult.Measured("freeze", 0.6, [new DetectorFinding(0.5, 1.2, 0.6)]),
            DetectorResult.Measured("flicker", 0.9, [new DetectorFinding(0, 2, 0.9)]),
        ];

        var roast = RoastText.Write("p0001.plain.r1", detectors, Scoring.Score(detectors));

        roast.ShouldContain("from 0.0 s to 2.0 s");
        roast.ShouldContain("licker");
    }

    [Fact]
    public void The_roast_claims_nothing_that_was_not_found()
    {
        DetectorResult[] detectors = [DetectorResult.Measured("flicker", 0.2, []), DetectorResult.Abstain("spark", "too short")];

        RoastText.Write("p0001.plain.r1", detectors, Scoring.Score(detectors)).ShouldStartWith("Nothing to roast");
    }
}

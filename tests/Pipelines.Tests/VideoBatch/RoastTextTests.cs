using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.VideoBatch;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch;

public sealed class RoastTextTests
{
    [Fact]
    public void The_roast_names_the_worst_defect_found_and_when()
    {
        DetectorResult[] detectors =
        [
            DetectorResult.Measured("freeze", 0.6, [new DetectorFinding(0.5, 1.2, 0.6)]),
            DetectorResult.Measured("flicker", 0.9, [new DetectorFinding(0, 2, 0.9)]),
        ];

        var roast = RoastText.Write("p0001.plain.r1", detectors, VideoScoring.Score(detectors), new FrameBox(0, 0, 300, 300));

        roast.ShouldContain("from 0.0 s to 2.0 s");
        roast.ShouldContain("licker");
    }

    [Fact]
    public void The_roast_claims_nothing_that_was_not_found()
    {
        DetectorResult[] detectors = [DetectorResult.Measured("flicker", 0.2, []), DetectorResult.Abstain("spark", "too short")];

        RoastText.Write("p0001.plain.r1", detectors, VideoScoring.Score(detectors), new FrameBox(0, 0, 300, 300)).ShouldStartWith("Nothing to roast");
    }
}

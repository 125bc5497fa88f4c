using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.VideoBatch;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch;

public sealed class RoastTextTests
{
    private static readonly FrameBox Picture = new(0, 0, 300, 300);

    [Fact]
    public void The_roast_names_the_worst_defect_found_and_when()
    {
        var roast = Roast(
            DetectorResult.Measured("freeze", 0.6, [new DetectorFinding(0.5, 1.2, 0.6)]),
            DetectorResult.Measured("flicker", 0.9, [new DetectorFinding(0, 2, 0.9)]));

        roast.ShouldContain("from 0.0 s to 2.0 s");
        roast.ShouldContain("licker");
    }

    [Theory]
    [InlineData(0, 0, "in the upper left")]
    [InlineData(130, 130, "in the middle")]
    [InlineData(250, 130, "on the right")]
    [InlineData(130, 250, "at the bottom")]
    public void The_roast_says_where_in_the_picture(int x, int y, string place)
    {
        Roast(DetectorResult.Measured("spark", 0.9, [new DetectorFinding(1, 2, 0.9, new FrameBox(x, y, 40, 40))])).ShouldContain($"from 1.0 s to 2.0 s {place}");
    }

    [Fact]
    public void A_defect_of_a_moment_has_one_time_and_a_defect_of_physics_the_score_of_physics()
    {
        var roast = Roast(DetectorResult.Measured("gravity-inversion", 0.9, [new DetectorFinding(1.01, 1.03, 0.9)]));

        roast.ShouldContain("at 1.0 s");
        roast.ShouldEndWith(" Physics 10 of 100.");
    }

    [Fact]
    public void The_defect_that_costs_most_points_is_the_worst()
    {
        var roast = Roast(
            DetectorResult.Measured("spark", 0.9, [new DetectorFinding(0, 1, 0.9)]),
            DetectorResult.Measured("black", 0.8, [new DetectorFinding(2, 3, 0.8)]));

        roast.ShouldContain("from 2.0 s to 3.0 s");
    }

    [Fact]
    public void A_defect_of_most_of_the_picture_has_no_place()
    {
        var roast = Roast(DetectorResult.Measured("warping", 0.9, [new DetectorFinding(1, 2, 0.9, new FrameBox(0, 0, 300, 200))]));

        roast.ShouldContain("from 1.0 s to 2.0 s");
        roast.ShouldNotContain("at the");
    }

    [Theory]
    [InlineData("warping")]
    [InlineData("melting")]
    [InlineData("flicker")]
    [InlineData("freeze")]
    [InlineData("duplicate")]
    [InlineData("black")]
    [InlineData("spark")]
    [InlineData("chromatic-aberration")]
    [InlineData("texture-bleed")]
    [InlineData("gravity-inversion")]
    [InlineData("zero-gravity")]
    [InlineData("momentum-violation")]
    public void There_is_a_roast_for_every_defect(string detector)
    {
        Roast(DetectorResult.Measured(detector, 0.9, [new DetectorFinding(1, 2, 0.9)])).ShouldNotStartWith("Nothing to roast");
    }

    [Fact]
    public void The_roast_claims_nothing_that_was_not_found()
    {
        Roast(DetectorResult.Measured("flicker", 0.2, []), DetectorResult.Abstain("spark", "too short")).ShouldStartWith("Nothing to roast");
    }

    private static string Roast(params DetectorResult[] detectors) =>
        RoastText.Write("p0001.plain.r1", detectors, VideoScoring.Score(detectors), Picture);
}

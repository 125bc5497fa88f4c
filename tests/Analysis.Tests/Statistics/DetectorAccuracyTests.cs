namespace FunctionsPipeline.Analysis.Tests.Statistics;

public class DetectorAccuracyTests
{
    [Fact]
    public void Every_detector_of_the_catalog_has_its_accuracy() =>
        DetectorCatalog.CreateAll().Select(detector => detector.Id).ShouldBeSubsetOf(DetectorAccuracies.Load().Keys);

    [Fact]
    public void Counts_are_within_their_totals() =>
        DetectorAccuracies.Load().Values.ShouldAllBe(accuracy =>
            accuracy.DefectsDetected >= 0 && accuracy.DefectsDetected <= accuracy.DefectClips
            && accuracy.CleanDetected >= 0 && accuracy.CleanDetected <= accuracy.CleanClips);

    [Fact]
    public void Shares_follow_from_the_counts()
    {
        var accuracy = new DetectorAccuracy("flicker", 40, 30, 80, 4);

        accuracy.Sensitivity.ShouldBe(0.75);
        accuracy.Specificity.ShouldBe(0.95, 1e-12);
    }
}

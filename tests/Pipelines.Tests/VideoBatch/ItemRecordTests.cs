using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch;

/// <summary>What of an analysis an item's record keeps.</summary>
public sealed class ItemRecordTests
{
    private const string Run = "20261101-120000-000001";

    /// <summary>A property of Azure Tables holds so many UTF-16 characters.</summary>
    private const int PropertyCharactersMax = 32 * 1024;

    private static readonly HeatMap Heat = new(HeatMap.SideMax, HeatMap.SideMax, new byte[HeatMap.SideMax * HeatMap.SideMax]);

    [Fact]
    public void The_five_most_severe_findings_are_kept_and_no_heat_map()
    {
        var findings = Enumerable.Range(0, 8).Select(i => new DetectorFinding(i, i + 1, i / 10.0, new FrameBox(i, i, 10, 10)) { Heat = Heat });

        var result = Record(DetectorResult.Measured("spark", 0.9, [.. findings]));

        var kept = result.Detectors.Single().Findings;
        kept.Select(finding => finding.StartSeconds).ShouldBe([7, 6, 5, 4, 3]);
        kept.ShouldAllBe(finding => finding.Heat == null && finding.Box != null);
    }

    [Fact]
    public void Device_pictures_scores_and_roast_are_kept()
    {
        var result = Record(DetectorResult.Measured("black", 1, [new DetectorFinding(0, 1, 1)]));

        (result.Device, result.Pictures.Single().Path, result.Scores.Photorealism).ShouldBe(("gpu0", $"runs/{Run}/frames/item-black.jpg", 0));
        result.Roast.ShouldContain("lack");
    }

    [Fact]
    public void A_record_of_everything_at_once_fits_into_a_table()
    {
        var findings = Enumerable.Range(0, 100).Select(i => new DetectorFinding(1.0 / 3, 2.0 / 3, 1.0 / 7, new FrameBox(1000, 1000, 1000, 1000)) { Heat = Heat }).ToArray();
        var detectors = Enumerable.Range(0, 12).Select(i => DetectorResult.Measured($"a-detector-with-a-long-name-{i}", 2.0 / 3, findings)).ToArray();

        Item(detectors).ResultJson!.Length.ShouldBeLessThan(PropertyCharactersMax);
    }

    [Fact]
    public void What_the_worker_fell_back_to_makes_the_item_degraded_and_says_why()
    {
        var fallback = new Degradation("device-fallback", "Clips were to be analysed on cuda.", "no such device", DateTimeOffset.UnixEpoch, "more slowly");

        var item = ItemRecords.Ended(Ending(), Frames(DetectorResult.Measured("black", 1, [])) with { Degradations = [fallback] }, DateTimeOffset.UnixEpoch);

        (item.Status, item.Degradations.Single()).ShouldBe((ItemStatus.Degraded, fallback));
    }

    private static ItemResult Record(params DetectorResult[] detectors) => ItemRecords.ReadResult(Item(detectors))!;

    private static ItemRecord Item(params DetectorResult[] detectors) => ItemRecords.Ended(Ending(), Frames(detectors), DateTimeOffset.UnixEpoch);

    private static FrameResult Frames(params DetectorResult[] detectors)
    {
        var analysis = new VideoAnalysis
        {
            Frames = 50,
            DurationSeconds = 2,
            FramesPerSecond = 25,
            Width = 320,
            Height = 180,
            MeanLuma = 100,
            MeanDifference = 1,
            Sharpness = 10,
            Detectors = detectors,
        };
        return new FrameResult("item-round-1", Run, "instance", "worker", analysis, null)
        {
            Device = "gpu0",
            Pictures = [new DefectPicture(detectors[0].Id, $"runs/{Run}/frames/item-{detectors[0].Id}.jpg", 0.5)],
        };
    }

    private static ItemEnding Ending()
    {
        var input = new ItemInput<VideoBatchSettings>(Run, 1, 0, new ChunkItem(0, "item", 0), null!);
        return new ItemEnding(input, ItemStatus.Succeeded, ItemStages.Analyze, 0, new ClipFile($"runs/{Run}/clips/item.mp4", 1, "00", 2), null, null);
    }
}

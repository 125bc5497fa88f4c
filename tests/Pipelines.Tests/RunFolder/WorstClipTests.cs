using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder;

public class WorstClipTests
{
    [Fact]
    public async Task Clips_come_worst_first_and_clean_ones_not_at_all()
    {
        var report = await ReportAsync([
            Item(0).Analysed(Found("flicker", 0.6)),
            Item(1).Analysed(Clean("flicker")),
            Item(2).Analysed(Found("flicker", 0.9), Found("freeze", 0.5)),
            Item(3).Analysed(Found("flicker", 0.9)),
        ]);

        report.WorstClips.Select(clip => clip.Id).ShouldBe(["p0002.plain.r1", "p0003.plain.r1", "p0000.plain.r1"]);
        report.WorstClips[0].PointsLost.ShouldBe(79);
    }

    [Fact]
    public async Task Equal_clips_come_in_the_order_of_the_plan()
    {
        var report = await ReportAsync([.. Enumerable.Range(0, 100).Select(i => Item(i).Analysed(Found("flicker", 0.7)))]);

        report.WorstClips.Select(clip => clip.Id).ShouldBe(Enumerable.Range(0, ReportLimits.ClipsMax).Select(i => $"p{i:0000}.plain.r1"));
    }

    [Fact]
    public async Task Every_variant_shows_its_worst_clip_even_where_another_has_many_worse_ones()
    {
        var report = await ReportAsync([
            .. Enumerable.Range(0, 100).Select(i => Item(i, "emerald-sparks").Analysed(Found("flicker", 1))),
            Item(100, "zero-gravity").Analysed(Found("flicker", 0.5)),
            Item(101, "zero-gravity").Analysed(Found("flicker", 0.6)),
        ]);

        report.WorstClips.Count.ShouldBe(ReportLimits.ClipsMax);
        report.WorstClips[^1].Id.ShouldBe("p0101.zero-gravity.r1");
    }

    [Fact]
    public async Task A_clip_has_its_path_inside_the_run_and_its_findings_by_severity()
    {
        var flicker = DetectorResult.Measured("flicker", 0.9, [new DetectorFinding(0, 1, 0.2), new DetectorFinding(2, 3, 0.8)]);

        var clip = (await ReportAsync([Item(0).Analysed(flicker, Abstained("freeze"))])).WorstClips.ShouldHaveSingleItem();

        clip.Clip.ShouldBe("clips/p0000.plain.r1.mp4");
        clip.Defects.ShouldHaveSingleItem().Findings.Select(finding => finding.StartSeconds).ShouldBe([2, 0]);
        clip.Abstained.ShouldBe(["freeze"]);
        clip.DurationSeconds.ShouldBe(4);
    }

    [Fact]
    public async Task A_length_that_the_container_does_not_tell_comes_from_the_frames()
    {
        var item = Item(0).Analysed(Found("flicker", 0.9));
        item = item with { Result = item.Result! with { Clip = item.Result.Clip with { DurationSeconds = null }, Frames = 48, FramesPerSecond = 24 } };

        (await ReportAsync([item])).WorstClips[0].DurationSeconds.ShouldBe(2);
    }

    [Fact]
    public async Task A_long_prompt_is_cut_between_two_characters()
    {
        var text = new string('a', ReportLimits.TextCharactersMax - 2) + "😀😀";

        var shown = (await ReportAsync([Item(0).Analysed(Found("flicker", 0.9)) with { Text = text }])).WorstClips[0].Text;

        shown.ShouldBe(new string('a', ReportLimits.TextCharactersMax - 2) + "…");
    }
}

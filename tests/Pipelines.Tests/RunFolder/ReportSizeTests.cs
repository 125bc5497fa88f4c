using System.Text.Json;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder;

public class ReportSizeTests
{
    [Fact]
    public async Task Ten_thousand_items_give_a_report_hardly_larger_than_one_thousand()
    {
        var small = await CreateAsync(1_000);
        var large = await CreateAsync(10_000);

        large.WorstClips.Count.ShouldBe(ReportLimits.ClipsMax);
        large.Failures.ShouldHaveSingleItem().ItemIds.Count.ShouldBe(ReportLimits.ItemsPerGroupMax);
        large.Failures[0].Items.ShouldBe(5_000);
        JsonSerializer.Serialize(large).Length.ShouldBeLessThan(JsonSerializer.Serialize(small).Length * 11 / 10);
        ReportPage.Render(large).Length.ShouldBeLessThan(ReportPage.Render(small).Length * 11 / 10);
    }

    private static Task<VideoBatchReport> CreateAsync(int count) =>
        VideoBatchReport.CreateAsync(Summary([]) with { Total = count }, Items(count).ToAsyncEnumerable(), CancellationToken.None);

    private static IEnumerable<ItemLine> Items(int count)
    {
        for (var i = 0; i < count; i += 2)
        {
            yield return Item(i).Analysed(Found("flicker", 0.5 + (i % 100 / 200.0)));
            yield return Item(i + 1).Ended(ItemStatus.Failed, "timeout");
        }
    }
}

using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder.Exports;

public class CsvExportTests
{
    [Fact]
    public async Task An_item_is_a_row_under_a_header_with_the_line_ends_of_the_standard()
    {
        var item = Item(0, "zero-gravity").Analysed(Found("flicker", 0.5), Found("freeze", 0.9)) with { Traps = ["zero-gravity", "emerald-sparks"] };

        var text = await Exported.TextAsync("csv", item);

        text.ShouldBe(
            "id,promptId,variant,traps,status,failedStage,errorCode,attempts,photorealism,physics,defects,clip\r\n" +
            $"p0000.zero-gravity.r1,p0000,zero-gravity,zero-gravity+emerald-sparks,succeeded,,,1,{item.Result!.Scores.Photorealism!.Value.ToString(CultureInfo.InvariantCulture)},,freeze+flicker,runs/run-1/clips/p0000.zero-gravity.r1.mp4\r\n");
    }

    [Fact]
    public async Task A_failed_item_names_stage_and_code()
    {
        var row = (await RowsAsync(Item(0).Ended(ItemStatus.Unknown, "connection_lost")))[1];

        row[4..8].ShouldBe(["unknown", "generate", "connection_lost", "1"]);
        row[8..].ShouldBe(["", "", "", ""]);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("=cmd,\"x\"")]
    public async Task A_cell_that_a_spreadsheet_would_compute_gets_an_apostrophe(string cell)
    {
        (await RowsAsync(Item(0) with { PromptId = cell }))[1][1].ShouldBe("'" + cell);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("say \"no\"")]
    [InlineData("two\r\nlines")]
    [InlineData("a=1")]
    [InlineData("Größe 夢")]
    public async Task Any_other_cell_comes_back_as_it_was(string cell)
    {
        var rows = await RowsAsync(Item(0) with { PromptId = cell });

        rows.Count.ShouldBe(2);
        rows[1][1].ShouldBe(cell);
    }

    private static async Task<IReadOnlyList<string[]>> RowsAsync(ItemLine item)
    {
        using var parser = new CsvParser(new StringReader(await Exported.TextAsync("csv", item)), new CsvConfiguration(CultureInfo.InvariantCulture));
        var rows = new List<string[]>();
        while (await parser.ReadAsync()) rows.Add(parser.Record!);
        return rows;
    }
}

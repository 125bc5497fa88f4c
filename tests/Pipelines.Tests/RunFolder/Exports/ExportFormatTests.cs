using System.Text.Json;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder.Exports;

[Collection(Exported.TemporaryFiles)]
public class ExportFormatTests
{
    [Theory]
    [InlineData("run.json", "json")]
    [InlineData("items.jsonl", "jsonl")]
    [InlineData("a.b/items.CSV", "csv")]
    [InlineData("run.junit.xml", "junit")]
    [InlineData("results.xml", "junit")]
    [InlineData("page.html", "html")]
    [InlineData("run.yaml", "yaml")]
    [InlineData("run.yml", "yaml")]
    [InlineData("run.pdf", null)]
    [InlineData("json", null)]
    [InlineData("run.json.gz", null)]
    public void The_ending_of_a_file_says_its_format(string path, string? format) => RunExports.FormatOf(path).ShouldBe(format);

    [Fact]
    public async Task Every_format_of_a_batch_can_be_written()
    {
        var item = Item(0).Analysed(Found("flicker", 0.9));
        var summary = Summary([item]) with { Tasks = [new(item.Id, item.Status, null, null, 1, null)] };
        foreach (var format in new[] { "json", "yaml" }.Concat(new VideoBatchReader().Formats))
        {
            (await Exported.TextAsync(format, summary, [item])).ShouldContain(item.Id, Case.Sensitive, format);
        }
    }

    [Fact]
    public async Task A_format_that_the_pipeline_lacks_is_refused_with_those_it_has() =>
        (await Should.ThrowAsync<ArgumentException>(() => Exported.RunAsync("markdown"))).Message.ShouldContain("json, yaml, jsonl, csv, junit, html");

    [Fact]
    public async Task A_format_that_does_not_exist_is_refused() =>
        (await Should.ThrowAsync<ArgumentException>(() => Exported.TextAsync("pdf"))).Message.ShouldContain("'pdf'");

    [Fact]
    public async Task Json_is_the_summary_with_its_tasks()
    {
        var item = Item(0).Ended(ItemStatus.Failed, "timeout");
        var summary = Summary([item]) with { Tasks = [new(item.Id, item.Status, item.FailedStage, item.Error, 1, null)] };

        var json = JsonDocument.Parse(await Exported.TextAsync("json", summary, [item])).RootElement;

        json.GetProperty("failed").GetInt32().ShouldBe(1);
        json.GetProperty("tasks")[0].GetProperty("error").GetProperty("code").GetString().ShouldBe("timeout");
    }

    [Fact]
    public async Task Json_lines_hold_an_item_each()
    {
        var lines = (await Exported.TextAsync("jsonl", Item(0), Item(1, "zero-gravity"))).TrimEnd('\n').Split('\n');

        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("variantId").GetString()).ShouldBe(["plain", "zero-gravity"]);
    }

    [Fact]
    public async Task The_page_names_the_run_folder_in_full_because_it_lies_elsewhere()
    {
        var summary = Summary([]) with { RunFolder = "/home/a user/runs/run-1" };

        var page = await Exported.TextAsync("html", summary, [Item(0).Analysed(Found("flicker", 0.9, 1, 2))]);

        page.ShouldContain("src=\"file:///home/a%20user/runs/run-1/clips/p0000.plain.r1.mp4#t=1.0,2.0\"");
        page.ShouldContain("href=\"file:///home/a%20user/runs/run-1/items.jsonl\"");
    }
}

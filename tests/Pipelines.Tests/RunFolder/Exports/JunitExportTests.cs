using System.Xml.Linq;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder.Exports;

[Collection(Exported.TemporaryFiles)]
public class JunitExportTests
{
    [Fact]
    public async Task A_variant_is_a_suite_and_an_item_a_case_wherever_it_stands_in_the_plan()
    {
        var suites = (await Exported.JunitAsync(Item(0), Item(1, "zero-gravity"), Item(2))).Elements("testsuite").ToList();

        suites.Select(suite => suite.Attribute("name")!.Value).ShouldBe(["plain", "zero-gravity"]);
        Names(suites[0]).ShouldBe(["p0000.plain.r1", "p0002.plain.r1"]);
        Names(suites[1]).ShouldBe(["p0001.zero-gravity.r1"]);
    }

    [Theory]
    [InlineData(ItemStatus.Failed)]
    [InlineData(ItemStatus.Unknown)]
    public async Task An_item_that_failed_or_is_unknown_is_a_failure_with_code_message_and_hint(ItemStatus status)
    {
        var failure = Case(await Exported.JunitAsync(Item(0).Ended(status, "timeout", "It took <too> long.", "Wait."))).Element("failure")!;

        failure.Attribute("type")!.Value.ShouldBe("timeout");
        failure.Attribute("message")!.Value.ShouldBe("It took <too> long.");
        failure.Value.ShouldContain("generate/timeout: It took <too> long.\nWait.");
    }

    [Theory]
    [InlineData(ItemStatus.Skipped)]
    [InlineData(ItemStatus.Cancelled)]
    public async Task An_item_that_was_not_run_is_skipped_with_the_reason(ItemStatus status)
    {
        var test = Case(await Exported.JunitAsync(Item(0).Ended(status, "budget_stopped", "Not started.")));

        test.Element("skipped")!.Attribute("message")!.Value.ShouldBe("Not started.");
        test.Element("failure").ShouldBeNull();
    }

    [Fact]
    public async Task An_item_without_an_end_is_skipped() =>
        Case(await Exported.JunitAsync(Item(0))).Element("skipped")!.Attribute("message")!.Value.ShouldBe("The item has not ended yet.");

    [Fact]
    public async Task A_defect_is_output_and_no_failure()
    {
        var test = Case(await Exported.JunitAsync(Item(0).Analysed(Found("flicker", 0.9, 1.25, 2), Clean("freeze"))));

        test.Elements().ShouldHaveSingleItem().Name.LocalName.ShouldBe("system-out");
        test.Value.ShouldContain("defect: flicker, score 0.90, 1.25 s to 2.00 s");
        test.Value.ShouldNotContain("freeze");
    }

    [Fact]
    public async Task Suites_and_document_count_their_cases()
    {
        var root = await Exported.JunitAsync(
            Item(0).Ended(ItemStatus.Failed, "a"),
            Item(1).Ended(ItemStatus.Skipped, "b"),
            Item(2, "zero-gravity").Ended(ItemStatus.Unknown, "c"),
            Item(3).Analysed(Clean("flicker")));

        Counts(root).ShouldBe((4, 2, 1));
        root.Elements("testsuite").Select(Counts).ShouldBe([(3, 1, 1), (1, 1, 0)]);
    }

    [Fact]
    public async Task What_xml_cannot_hold_is_left_out()
    {
        var item = Item(0, "vari\u0000ant").Ended(ItemStatus.Failed, "co\u0001de", "mess\u001bage\ud83d\ude00 \ud83d.\uffff", "hi\bnt") with { Id = "i\u0002d" };

        var test = Case(await Exported.JunitAsync(item));

        test.Attribute("name")!.Value.ShouldBe("id");
        test.Attribute("classname")!.Value.ShouldBe("variant");
        test.Element("failure")!.Attribute("type")!.Value.ShouldBe("code");
        test.Element("failure")!.Attribute("message")!.Value.ShouldBe("message\ud83d\ude00 \ufffd.");
        test.Value.ShouldContain("hint");
    }

    [Fact]
    public async Task A_large_run_comes_out_whole_and_leaves_no_temporary_file()
    {
        var items = Enumerable.Range(0, 3_000).Select(i => Item(i, $"variant-{i % 7}").Ended(ItemStatus.Failed, "timeout", $"Message {i}.")).ToArray();

        var root = await Exported.JunitAsync(items);

        Counts(root).ShouldBe((3_000, 3_000, 0));
        root.Descendants("testcase").Count().ShouldBe(3_000);
        root.Descendants("failure").Select(failure => failure.Attribute("message")!.Value).Distinct().Count().ShouldBe(3_000);
        Directory.GetFiles(Path.GetTempPath(), $"pipeline-junit-{Environment.ProcessId}-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broken_source_leaves_no_temporary_file_either()
    {
        static async IAsyncEnumerable<ItemLine> BreakAsync()
        {
            yield return Item(0);
            await Task.Yield();
            throw new InvalidDataException("The plan is shorter than its items.");
        }

        await Should.ThrowAsync<InvalidDataException>(() => VideoBatchReader.WriteAsync("junit", Summary([]), BreakAsync(), Stream.Null, CancellationToken.None));
        Directory.GetFiles(Path.GetTempPath(), $"pipeline-junit-{Environment.ProcessId}-*").ShouldBeEmpty();
    }

    private static XElement Case(XElement root) => root.Element("testsuite")!.Elements("testcase").ShouldHaveSingleItem();

    private static IEnumerable<string> Names(XElement suite) => suite.Elements("testcase").Select(test => test.Attribute("name")!.Value);

    private static (int Tests, int Failures, int Skipped) Counts(XElement element) =>
        ((int)element.Attribute("tests")!, (int)element.Attribute("failures")!, (int)element.Attribute("skipped")!);
}

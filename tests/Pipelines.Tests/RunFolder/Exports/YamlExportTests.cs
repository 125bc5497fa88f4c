using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;
using YamlDotNet.RepresentationModel;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder.Exports;

public class YamlExportTests
{
    [Fact]
    public async Task Yaml_holds_the_names_and_values_of_the_summary()
    {
        var yaml = await ReadAsync(Summary([Item(0).Analysed(Clean("flicker"))]));

        Value(yaml, "runId").ShouldBe("run-1");
        Value(yaml, "status").ShouldBe("succeeded");
        Value(yaml, "total").ShouldBe("1");
        Value((YamlMappingNode)yaml["cost"], "spentUsd").ShouldBe("0.3");
        ((YamlSequenceNode)yaml["tasks"]).Children.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no")]
    [InlineData("1e3")]
    [InlineData("a: b # c")]
    [InlineData("two\nlines\t\"quoted\" \\ \u001b")]
    [InlineData("- \ud83d\ude00")]
    public async Task Any_text_comes_back_as_the_same_text(string text)
    {
        var error = new ItemError("code", text, text, false);
        var summary = Summary([]) with { Tasks = [new TaskSummary("a", ItemStatus.Failed, "generate", error, 1, null), new TaskSummary("b", ItemStatus.Succeeded, null, null, 1, new VideoTaskResult(text, 99.5, null, [text, "x"]))] };

        var tasks = ((YamlSequenceNode)(await ReadAsync(summary))["tasks"]).Children.Cast<YamlMappingNode>().ToList();

        Value((YamlMappingNode)tasks[0]["error"], "message").ShouldBe(text);
        ((YamlScalarNode)tasks[0]["error"]["message"]).Style.ShouldBe(YamlDotNet.Core.ScalarStyle.DoubleQuoted);
        Value((YamlMappingNode)tasks[0]["error"], "retryable").ShouldBe("false");
        Value((YamlMappingNode)tasks[1]["result"], "photorealism").ShouldBe("99.5");
        ((YamlSequenceNode)tasks[1]["result"]["defects"]).Children.Select(node => ((YamlScalarNode)node).Value).ShouldBe([text, "x"]);
    }

    private static async Task<YamlMappingNode> ReadAsync(RunSummary summary)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(await Exported.TextAsync("yaml", summary, [])));
        return (YamlMappingNode)stream.Documents.ShouldHaveSingleItem().RootNode;
    }

    private static string? Value(YamlMappingNode mapping, string name) => ((YamlScalarNode)mapping[name]).Value;
}

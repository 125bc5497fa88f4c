using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

/// <summary><c>costs</c> over runs of three pipelines, against the ledger files that the runs left.</summary>
public sealed class CostsTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Every_query_of_the_history_agrees_with_a_sum_over_the_ledger_files()
    {
        _home.Write("posts.jsonl", """{"id":"a","text":"Our town library now lends out telescopes."}""" + "\n" + """{"id":"b","text":"Fourth sourdough in a row that came out flat."}""");
        _home.Write("images.yaml", "- id: fox\n  prompt: A red fox in fresh snow\n");
        string[] quick = ["--requests-per-minute", "6000", "--json"];
        (await _home.RunAsync("run", _home.WriteSpec(2), "--json")).ShouldExitWith(0);
        (await _home.RunAsync(["comments", "--input-file", "posts.jsonl", "--embedder", "offline", .. quick])).ShouldExitWith(0);
        (await _home.RunAsync(["images", "--input-file", "images.yaml", "--iterations", "1", .. quick])).ShouldExitWith(0);

        var rows = Directory.GetFiles(Path.Combine(_home.Path, "runs"), "ledger.jsonl", SearchOption.AllDirectories)
            .SelectMany(File.ReadAllLines).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        var spent = rows.Sum(Ticks);

        spent.ShouldBeGreaterThan(0);
        await ShouldAgreeAsync("day", row => row["createdAt"]!.GetValue<string>()[..10]);
        await ShouldAgreeAsync("run", row => row["runId"]!.GetValue<string>());
        await ShouldAgreeAsync("item", row => $"{row["runId"]}/{row["itemId"]}");
        await ShouldAgreeAsync("provider", row => row["provider"]!.GetValue<string>());
        await ShouldAgreeAsync("model", row => $"{row["provider"]}/{row["model"]}");
        await ShouldAgreeAsync("step", row => row["step"]!.GetValue<string>());
        (await _home.RunAsync("costs", "--since", "2999-01-01", "--json")).ShouldExitWith(0).Json["total"]!["spentTicks"]!.GetValue<long>().ShouldBe(0);

        async Task ShouldAgreeAsync(string grouping, Func<JsonObject, string> nameOf)
        {
            var answer = (await _home.RunAsync("costs", "--by", grouping, "--json")).ShouldExitWith(0).Json;
            var expected = rows.GroupBy(nameOf).ToDictionary(group => group.Key, group => group.Sum(Ticks));
            var told = answer["groups"]!.AsArray().ToDictionary(group => group!["name"]!.GetValue<string>(), group => group!["spentTicks"]!.GetValue<long>());
            told.OrderBy(group => group.Key, StringComparer.Ordinal).ShouldBe(expected.OrderBy(group => group.Key, StringComparer.Ordinal), grouping);
            answer["total"]!["spentTicks"]!.GetValue<long>().ShouldBe(spent);
        }
    }

    private static long Ticks(JsonObject row) => row["chargedTicks"]?.GetValue<long>() ?? 0;
}

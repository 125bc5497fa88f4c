using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

/// <summary>A fork pays for what changed and for nothing else, and the commands can say why.</summary>
public sealed class ForkTests : IDisposable
{
    private const string Posts = """
        {"id":"one","text":"Our library now lends out telescopes, how cool is that"}
        {"id":"two","text":"The sunset over the harbour tonight was unreal"}
        {"id":"three","text":"Trying to learn Rust after ten years of Python"}

        """;

    private static readonly string[] Flags = ["--no-use-gate", "--embedder", "offline", "--requests-per-minute", "6000", "--json"];

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_changed_input_is_paid_and_all_others_are_taken_over()
    {
        _home.Write("posts.jsonl", Posts);
        var first = await CommentsAsync("posts.jsonl");
        _home.Write("edited.jsonl", Posts.Replace("telescopes", "microscopes"));

        var fork = await CommentsAsync("edited.jsonl", "--fork", IdOf(first));

        var bought = await _home.LedgerAsync();
        bought.Where(call => Text(call, "provider") != "offline").ShouldAllBe(call => Text(call, "itemId") == "one");
        bought.Select(call => Text(call, "step").Split('.')[0]).Distinct().Order().ShouldBe(["assess", "embed", "suggest"]);

        var changed = (await _home.RunAsync("explain", "one", "suggest", "--json")).ShouldExitWith(0).Json["steps"]![0]!;
        changed["takenFrom"].ShouldBeNull();
        changed["inputs"]!.AsArray().Single(input => Text(input!, "name") == "post")!["change"]!.GetValue<string>().ShouldBe("changed");
        var same = (await _home.RunAsync("explain", "two", "suggest", "--run", IdOf(fork), "--json")).ShouldExitWith(0).Json["steps"]![0]!;
        same["takenFrom"]!.GetValue<string>().ShouldBe(IdOf(first));
        same["inputs"]!.AsArray().ShouldAllBe(input => Text(input!, "change") == "same");
    }

    [Fact]
    public async Task A_rerun_does_a_step_and_all_that_follow_anew()
    {
        _home.Write("posts.jsonl", Posts);
        var first = await CommentsAsync("posts.jsonl");

        (await _home.RunAsync("rerun", IdOf(first), "--from", "assess", "--json")).ShouldExitWith(0).Json["forkedFrom"]?.GetValue<string>();

        (await _home.LedgerAsync()).Where(call => Text(call, "provider") != "offline").Select(call => Text(call, "step").Split('.')[0]).Distinct().ShouldBe(["assess"]);
        (await _home.RunAsync("rerun", IdOf(first), "--from", "asses")).ShouldExitWith(1).Error.ShouldContain("there is no step 'asses'; did you mean 'assess'?");
    }

    [Fact]
    public async Task Another_export_format_costs_nothing()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        _home.With("GEMINI_BASE_URL", simulator.Url + "/gemini").Write("posts.jsonl", Posts);
        var first = await CommentsAsync("posts.jsonl", "--quality-threshold", "0", "-o", "first.csv");
        var paid = (await simulator.ChargesAsync()).Calls.Count;

        (await _home.RunAsync("status", IdOf(first), "-o", "second.yaml", "-o", "second.md", "--json")).ShouldExitWith(0);
        var fork = await CommentsAsync("posts.jsonl", "--quality-threshold", "0", "--fork", IdOf(first), "-o", "third.html");

        paid.ShouldBe(6);
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(paid);
        fork["cost"]!["spentTicks"]!.GetValue<long>().ShouldBe(0);
        foreach (var file in new[] { "first.csv", "second.yaml", "second.md", "third.html" }) File.ReadAllText(_home.File(file)).ShouldContain("one");
    }

    [Fact]
    public async Task A_fork_of_a_video_batch_pays_for_no_clip_again()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        var first = (await _home.With(simulator).RunAsync("run", _home.WriteSpec(2), "--json")).ShouldExitWith(0).Json;

        var fork = (await _home.RunAsync("fork", IdOf(first), "--json")).ShouldExitWith(0).Json;

        fork["cost"]!["spentTicks"]!.GetValue<long>().ShouldBe(0);
        fork["succeeded"]!.GetValue<int>().ShouldBe(2);
        (await _home.LedgerAsync()).ShouldBeEmpty();
        foreach (var clip in Directory.EnumerateFiles(Path.Combine(_home.Path, "runs", IdOf(first), "clips")))
        {
            File.ReadAllBytes(Path.Combine(_home.Path, "runs", IdOf(fork), "clips", Path.GetFileName(clip))).ShouldBe(await File.ReadAllBytesAsync(clip));
        }
    }

    [Fact]
    public async Task Costs_are_the_sum_over_the_ledger_by_any_word()
    {
        _home.Write("posts.jsonl", Posts);
        await CommentsAsync("posts.jsonl");
        var spent = (await _home.LedgerAsync()).Sum(call => call["chargedTicks"]?.GetValue<long>() ?? 0);

        spent.ShouldBeGreaterThan(0);
        foreach (var word in new[] { "day", "run", "item", "provider", "model", "step" })
        {
            var costs = (await _home.RunAsync("costs", "--by", word, "--json")).ShouldExitWith(0).Json;
            costs["groups"]!.AsArray().Sum(group => group!["spentTicks"]!.GetValue<long>()).ShouldBe(spent, word);
            costs["total"]!["spentTicks"]!.GetValue<long>().ShouldBe(spent, word);
        }

        (await _home.RunAsync("costs", "--since", "2999-01-01", "--json")).ShouldExitWith(0).Json["total"]!["calls"]!.GetValue<int>().ShouldBe(0);
        (await _home.RunAsync("costs", "--by", "colour")).ShouldExitWith(1).Error.ShouldContain("--by is 'colour'; allowed are day, run, item, provider, model, step");
    }

    private async Task<JsonNode> CommentsAsync(string file, params string[] more) =>
        (await _home.RunAsync(["comments", "--input-file", file, .. Flags, .. more])).ShouldExitWith(0).Json;

    private static string IdOf(JsonNode run) => Text(run, "runId");

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}

using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

/// <summary><c>comments --query</c>: a search that is paid for, and a run on what it found.</summary>
public sealed class SearchedCommentsTests : IDisposable
{
    private const long TicksPerPost = 50_000_000;

    private static readonly string[] Flags = ["--embedder", "offline", "--requests-per-minute", "6000", "--max-candidates", "4"];

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Replies_are_drafted_to_what_a_search_of_its_own_run_found()
    {
        var ended = (await _home.RunAsync(["comments", "--query", "electric bikes", "--pages", "2", "--max-usd", "5", "--json", .. Flags])).ShouldExitWith(0);

        ended.Error.ShouldContain("No money is spent.");
        ended.Error.Split("No money is spent.").Length.ShouldBe(2, "both runs have the same connection");
        ended.Json["pipeline"]!.GetValue<string>().ShouldBe("comments");
        ended.Json["total"]!.GetValue<int>().ShouldBe(4);
        var searchRunId = ended.Json["searchRunId"]!.GetValue<string>();
        var search = Read(searchRunId, "run.json");
        search["pipeline"]!.GetValue<string>().ShouldBe("post-search");
        search["tasks"]![0]!["result"]!["pages"]!.GetValue<int>().ShouldBe(2);
        var found = File.ReadAllLines(Path.Combine(_home.Path, "runs", searchRunId, "candidates.jsonl")).Select(line => JsonNode.Parse(line)!["id"]!.GetValue<string>()).ToList();
        found.Count.ShouldBe(50);
        search["cost"]!["spentTicks"]!.GetValue<long>().ShouldBe(50 * TicksPerPost);
        ended.Json["tasks"]!.AsArray().Select(task => task!["id"]!.GetValue<string>()).ShouldBe(found.Take(4));
        (await _home.LedgerAsync()).ShouldAllBe(call => call["step"]!.GetValue<string>() != "search.x");
    }

    [Fact]
    public async Task Nothing_found_is_told_and_no_reply_is_drafted()
    {
        var ended = (await _home.RunAsync(["comments", "--query", "bikes from:nobody_at_all", .. Flags])).ShouldExitWith(1);

        ended.Error.ShouldContain("there is no post");
        Runs().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_the_replies_would_refuse_is_refused_before_a_post_is_paid()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        _home.With("X_BASE_URL", simulator.Url + "/x");

        (await _home.RunAsync("comments", "--query", "bikes")).ShouldExitWith(1).Error.ShouldContain("there is no language model on this host");
        (await simulator.ChargesAsync()).Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_access_to_a_search_it_says_what_to_set_and_that_a_file_does_as_well()
    {
        await using var simulator = await SimulatorChild.StartAsync();

        var refused = (await _home.With(simulator).RunAsync("comments", "--query", "bikes")).ShouldExitWith(1);

        refused.Error.ShouldContain("set X_BEARER_TOKEN");
        refused.Error.ShouldContain("pipeline comments --input-file FILE");
        (await simulator.ChargesAsync()).Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dry_run_plans_the_search_and_pays_nothing()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        _home.With(simulator).With("X_BASE_URL", simulator.Url + "/x");

        var planned = (await _home.RunAsync("comments", "--query", "bikes", "--pages", "3", "--dry-run", "--json")).ShouldExitWith(0).Json;

        planned["forecast"]!["worstTicks"]!.GetValue<long>().ShouldBe(75 * TicksPerPost);
        (await simulator.ChargesAsync()).Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_command_takes_up_killed_replies_and_searches_nothing_again()
    {
        await using var simulator = await SimulatorChild.StartAsync("--time-scale", "1");
        _home.With(simulator).With("X_BASE_URL", simulator.Url + "/x");
        string[] command = ["comments", "--query", "bikes", "--max-usd", "5", "--json", .. Flags];
        await using (var killed = _home.Start(command))
        {
            await killed.Error.WaitForAsync(": 4 items in ");
            await killed.KillAsync();
        }

        var resumed = await _home.RunAsync(command);

        resumed.Error.ShouldContain("nothing is searched again");
        resumed.Error.ShouldContain("Taking up run");
        Runs().Count(run => File.Exists(Path.Combine(run, "candidates.jsonl"))).ShouldBe(1);
        resumed.Json["searchRunId"].ShouldNotBeNull();
        (resumed.Json["succeeded"]!.GetValue<int>() + resumed.Json["unknown"]!.GetValue<int>()).ShouldBe(4);
    }

    [Fact]
    public async Task A_specification_of_a_search_runs_by_itself()
    {
        _home.Write("search.yaml", "pipeline: post-search\nqueries: [bikes, \"cars lang:en\"]\ncount: 10\n");

        var ended = (await _home.RunAsync("run", "search.yaml")).ShouldExitWith(0);

        ended.Output.ShouldContain("2 items: 2 succeeded");
        ended.Output.ShouldContain("folder: ");
        File.ReadAllLines(Path.Combine(Runs().ShouldHaveSingleItem(), "candidates.jsonl")).Length.ShouldBe(20);
    }

    [Theory]
    [InlineData("Neither --input-file nor --query is given", "comments")]
    [InlineData("--input-file and --query both say where the posts come from", "comments", "--input-file", "posts.jsonl", "--query", "bikes")]
    [InlineData("--pages goes with --query", "comments", "--input-file", "posts.jsonl", "--pages", "2")]
    public async Task Posts_come_from_exactly_one_place(string message, params string[] command) =>
        (await _home.RunAsync(command)).ShouldExitWith(1).Error.ShouldContain(message);

    private IReadOnlyList<string> Runs() => Directory.GetDirectories(Path.Combine(_home.Path, "runs"));

    private JsonNode Read(string runId, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(_home.Path, "runs", runId, file)))!;
}

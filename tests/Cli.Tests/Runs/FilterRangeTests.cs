using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

public sealed class FilterRangeTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_range_runs_its_items_only_and_counts_them_from_0()
    {
        await using var simulator = await SimulatorChild.StartAsync();

        var ended = (await _home.With(simulator).RunAsync("run", _home.WriteSpec(5), "--filter-range", "1:3", "--json", "-o", "items.jsonl")).ShouldExitWith(0);

        ended.Json["total"]!.GetValue<int>().ShouldBe(2);
        var items = File.ReadAllLines(_home.File("items.jsonl")).Select(line => JsonNode.Parse(line)!).ToList();
        items.Select(item => item["id"]!.GetValue<string>()).ShouldBe(["p0002.plain.r1", "p0003.plain.r1"]);
        items.Select(item => item["index"]!.GetValue<int>()).ShouldBe([0, 1]);
        items.Select(item => item["text"]!.GetValue<string>()).ShouldBe(["Ball number 2 rolls off a table and bounces.", "Ball number 3 rolls off a table and bounces."]);
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(":2", 2)]
    [InlineData("3:", 2)]
    [InlineData("4:100", 1)]
    public async Task Either_end_of_a_range_may_be_open_or_beyond_the_plan(string range, int items) =>
        (await _home.RunAsync("plan", _home.WriteSpec(5), "--filter-range", range, "--json")).ShouldExitWith(0).Json["total"]!.GetValue<int>().ShouldBe(items);

    [Fact]
    public async Task A_range_without_any_item_of_the_plan_is_refused()
    {
        var refused = (await _home.RunAsync("plan", _home.WriteSpec(5), "--filter-range", "5:9")).ShouldExitWith(1);

        refused.Error.ShouldContain("the plan has 5 items, from 0 to 4; none of them lies in the range 5:9");
        Directory.GetFiles(_home.Path, "plan-*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--filter-range", "3:3")]
    [InlineData("--filter-range", "first")]
    [InlineData("--filter-range", ":3", "--items", "3")]
    public async Task What_is_no_range_or_two_of_them_is_refused_before_anything_is_started(params string[] options)
    {
        (await _home.RunAsync(["run", _home.WriteSpec(5), .. options])).ShouldExitWith(1).Error.ShouldContain("--filter-range");
        Directory.Exists(_home.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_dry_run_plans_and_buys_nothing()
    {
        await using var simulator = await SimulatorChild.StartAsync();

        var planned = (await _home.With(simulator).RunAsync("run", _home.WriteSpec(5), "--dry-run", "--filter-range", ":3", "--json")).ShouldExitWith(0);

        planned.Json["total"]!.GetValue<int>().ShouldBe(3);
        planned.Json["forecast"].ShouldNotBeNull();
        (await simulator.ChargesAsync()).Calls.ShouldBeEmpty();
        (await _home.RunAsync("status", "--all", "--json")).Json["runs"]!.AsArray().ShouldBeEmpty();
    }
}

using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

public sealed class StatusTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task All_runs_are_listed_newest_first_and_each_can_be_asked_for()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        var spec = _home.With(simulator).WriteSpec(1);
        var first = (await _home.RunAsync("run", spec, "--json")).ShouldExitWith(0).Json["runId"]!.GetValue<string>();
        var second = (await _home.RunAsync("run", spec, "--json")).ShouldExitWith(0).Json["runId"]!.GetValue<string>();

        var all = (await _home.RunAsync("status", "--all", "--json")).ShouldExitWith(0).Json["runs"]!.AsArray();
        all.Select(run => run!["runId"]!.GetValue<string>()).ShouldBe([second, first]);

        var latest = (await _home.RunAsync("status", "--json")).ShouldExitWith(0).Json;
        latest["runId"]!.GetValue<string>().ShouldBe(second);
        latest["devices"]!.ToJsonString().ShouldBe("""[{"id":"cpu","items":1}]""");
        latest.ContainsKey("workers").ShouldBeFalse("nobody works on an ended run");
        var named = (await _home.RunAsync("status", first)).ShouldExitWith(0);
        named.Output.ShouldContain($"Run {first} (video-batch, xai): every item succeeded");
    }

    [Fact]
    public async Task An_ended_run_is_not_resumed_and_cannot_be_cancelled()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        (await _home.With(simulator).RunAsync("run", _home.WriteSpec(1))).ShouldExitWith(0);

        (await _home.RunAsync("resume")).ShouldExitWith(0).Error.ShouldContain("there is nothing to resume");
        (await _home.RunAsync("cancel")).ShouldExitWith(1).Error.ShouldContain("has ended (succeeded); there is nothing to cancel");
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("resume")]
    [InlineData("retry")]
    [InlineData("cancel")]
    [InlineData("watch")]
    public async Task An_empty_home_says_how_to_begin(string command)
    {
        var empty = (await _home.RunAsync(command, "--json")).ShouldExitWith(1);

        empty.Json["error"]!["code"]!.GetValue<string>().ShouldBe("home_empty");
        empty.Error.ShouldContain("pipeline demo");
        Directory.Exists(_home.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_id_that_is_wrong_or_absent_is_told_apart()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        (await _home.With(simulator).RunAsync("run", _home.WriteSpec(1))).ShouldExitWith(0);

        (await _home.RunAsync("status", "yesterday")).ShouldExitWith(1).Error.ShouldContain("'yesterday' is not a run id");
        (await _home.RunAsync("status", "20200101-000000-000000")).ShouldExitWith(1).Error.ShouldContain("pipeline status --all lists the runs");
    }
}

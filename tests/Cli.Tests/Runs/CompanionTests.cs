using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

/// <summary>Commands of a second process beside the one that owns the home.</summary>
public sealed class CompanionTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Cancel_reaches_the_process_that_runs()
    {
        await using var simulator = await SimulatorChild.StartAsync("--time-scale", "1", "--latency", "3..5");
        await using var run = _home.With(simulator).Start("run", _home.WriteSpec(8, "concurrency: 2"), "--json");
        await run.Error.WaitForAsync("Run ");

        var cancel = (await _home.RunAsync("cancel", "--json")).ShouldExitWith(0);

        cancel.Json["cancelRequested"]!.GetValue<bool>().ShouldBeTrue();
        var ended = (await run.WaitForEndAsync()).ShouldExitWith(100).Json;
        ended["status"]!.GetValue<string>().ShouldBe("cancelled");
        ended["cancelled"]!.GetValue<int>().ShouldBeGreaterThan(0);
        ended["unfinished"]!.GetValue<int>().ShouldBe(0);
        ended["cost"]!["reservedTicks"]!.GetValue<long>().ShouldBe(0);
        ended["cost"]!["spentTicks"]!.GetValue<long>().ShouldBe((await simulator.ChargesAsync()).TotalTicks);
    }

    [Fact]
    public async Task Watch_and_status_follow_a_run_to_its_end()
    {
        await using var simulator = await SimulatorChild.StartAsync("--time-scale", "1", "--latency", "6..7");
        await using var run = _home.With(simulator).Start("run", _home.WriteSpec(2));
        await run.Error.WaitForAsync("Run ");

        await using var watch = _home.Start("watch", "--json");
        var status = (await _home.RunAsync("status", "--json")).ShouldExitWith(0).Json;

        status["status"]!.GetValue<string>().ShouldBe("running");
        status["unfinished"]!.GetValue<int>().ShouldBe(2);
        (await run.WaitForEndAsync()).ShouldExitWith(0);
        var lines = (await watch.WaitForEndAsync()).ShouldExitWith(0).Output.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!).ToArray();
        lines[0]["status"]!.GetValue<string>().ShouldBe("running");
        lines[^1]["status"]!.GetValue<string>().ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_second_run_in_the_same_home_is_refused_and_told_who_owns_it()
    {
        await using var simulator = await SimulatorChild.StartAsync("--time-scale", "1", "--latency", "6..7");
        var spec = _home.With(simulator).WriteSpec(1);
        await using var run = _home.Start("run", spec);
        await run.Error.WaitForAsync("Run ");

        var second = (await _home.RunAsync("run", spec, "--json")).ShouldExitWith(1);

        second.Json["error"]!["code"]!.GetValue<string>().ShouldBe("home_in_use");
        second.Error.ShouldContain($"in use by process {run.Id}");
        (await run.WaitForEndAsync()).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_second_demo_in_the_same_home_does_not_start_a_simulator_over_the_first_one_s_journal()
    {
        await using var demo = _home.Start("demo", "--items", "2", "--delay", "5s..6s");
        await demo.Error.WaitForAsync("Run ");

        var second = (await _home.RunAsync("demo")).ShouldExitWith(1);

        second.Error.ShouldContain($"in use by process {demo.Id}");
        second.Error.ShouldNotContain("built-in simulator");
        (await demo.WaitForEndAsync()).ShouldExitWith(0);
    }

    [Fact]
    public async Task Analysis_can_be_left_to_a_worker_in_a_process_of_its_own()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        await using var worker = _home.With(simulator).Start("worker");
        await worker.Error.WaitForAsync("Worker waits for clips");
        await using var run = _home.Start("run", _home.WriteSpec(3), "--external-worker", "--json");

        var ended = (await run.WaitForEndAsync()).ShouldExitWith(0).Json;

        ended["succeeded"]!.GetValue<int>().ShouldBe(3);
        ended["tasks"]!.AsArray().ShouldAllBe(task => task!["result"]!["photorealism"] != null);
        worker.Interrupt();
        (await worker.WaitForEndAsync()).ShouldExitWith(0).Output.ShouldContain("3 clips analysed");
    }
}

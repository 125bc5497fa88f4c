using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

public sealed class InterruptTests : IDisposable
{
    // Work in hand that does not settle by itself for a minute.
    private const string FirstReplyHangs =
        """[{ "match": { "operation": "submit", "nth": 1 }, "fault": { "kind": "hang", "accepted": true, "seconds": 60 } }]""";

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Ctrl_C_once_lets_work_settle_and_the_last_line_tells_how_to_go_on()
    {
        await using var simulator = await SlowSimulatorAsync();
        await using var run = _home.With(simulator).Start("run", _home.WriteSpec(6, "concurrency: 2"), "--json");
        await simulator.WaitForCallsAsync(1);

        run.Interrupt();

        var interrupted = (await run.WaitForEndAsync()).ShouldExitWith(130);
        var runId = interrupted.Json["runId"]!.GetValue<string>();
        interrupted.LastErrorLine.ShouldContain($"pipeline resume {runId}");

        var resumed = (await _home.RunAsync("resume", runId, "--json")).ShouldExitWith(0);
        resumed.Json["succeeded"]!.GetValue<int>().ShouldBe(6);
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Ctrl_C_twice_ends_at_once_and_the_run_can_still_be_resumed()
    {
        await using var simulator = await SimulatorChild.StartWithFaultsAsync(FirstReplyHangs, "--time-scale", "1", "--latency", "0..1");
        await using var run = _home.With(simulator).Start("run", _home.WriteSpec(2), "--json");
        await simulator.WaitForCallsAsync(1);

        run.Interrupt();
        await run.Error.WaitForAsync("Ctrl-C again stops at once");
        run.Interrupt();

        var stopped = (await run.WaitForEndAsync()).ShouldExitWith(130);
        stopped.LastErrorLine.ShouldContain("Stopped at once; go on with: pipeline resume ");
        var resumed = (await _home.RunAsync("resume", "--json")).Json;
        // The call that hung is unknown, and so is the other when it was on its way too.
        resumed["unknown"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(1);
        (resumed["succeeded"]!.GetValue<int>() + resumed["unknown"]!.GetValue<int>()).ShouldBe(2);
        (await simulator.ChargesAsync()).Calls.GroupBy(call => call.PromptHash).ShouldAllBe(intent => intent.Count() == 1);
    }

    [Fact]
    public async Task A_service_manager_s_stop_is_taken_like_Ctrl_C()
    {
        await using var simulator = await SlowSimulatorAsync();
        await using var run = _home.With(simulator).Start("run", _home.WriteSpec(2));
        await run.Error.WaitForAsync("Run ");

        run.Terminate();

        (await run.WaitForEndAsync()).ShouldExitWith(130).LastErrorLine.ShouldContain("pipeline resume ");
    }

    [Fact]
    public async Task Ctrl_C_in_a_terminal_leaves_the_built_in_simulator_to_the_work_in_hand()
    {
        await using var demo = _home.StartProgram("setsid", "dotnet", BuiltPrograms.Pipeline, "demo", "--items", "12", "--delay", "none");
        await demo.Error.WaitForAsync("Run ");

        demo.InterruptGroup();

        (await demo.WaitForEndAsync()).ShouldExitWith(130);
        var log = string.Concat(Directory.GetFiles(Path.Combine(_home.Path, "logs")).Select(File.ReadAllText));
        log.ShouldNotContain("connection_refused");
        var resumed = (await _home.RunAsync("resume", "--json")).ShouldExitWith(0);
        resumed.Json["succeeded"]!.GetValue<int>().ShouldBe(12);
    }

    private static Task<SimulatorChild> SlowSimulatorAsync() => SimulatorChild.StartAsync("--time-scale", "1", "--latency", "2..3");
}

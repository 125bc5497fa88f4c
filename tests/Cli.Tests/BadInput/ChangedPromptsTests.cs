using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.BadInput;

public sealed class ChangedPromptsTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Prompts_that_change_under_a_resume_are_noticed_and_both_ways_on_work()
    {
        await using var simulator = await SimulatorChild.StartAsync("--time-scale", "1", "--latency", "1..2");
        var spec = _home.With(simulator).WriteSpec(2);
        string runId;
        await using (var run = _home.Start("run", spec, "--json"))
        {
            await run.Error.WaitForAsync("Run ");
            run.Interrupt();
            runId = (await run.WaitForEndAsync()).ShouldExitWith(130).Json["runId"]!.GetValue<string>();
        }

        _home.Write("prompts.txt", "A cat jumps.\n");
        var refused = (await _home.RunAsync("run", spec, "--json")).ShouldExitWith(1);
        refused.Json["error"]!["code"]!.GetValue<string>().ShouldBe("prompts_changed");
        refused.Error.ShouldContain($"pipeline resume {runId}");
        refused.Error.ShouldContain("--new");

        var anew = (await _home.RunAsync("run", spec, "--new", "--json")).ShouldExitWith(0).Json;
        anew["runId"]!.GetValue<string>().ShouldNotBe(runId);
        anew["total"]!.GetValue<int>().ShouldBe(1);

        var resumed = (await _home.RunAsync("resume", runId, "--json")).ShouldExitWith(0).Json;
        resumed["runId"]!.GetValue<string>().ShouldBe(runId);
        resumed["succeeded"]!.GetValue<int>().ShouldBe(2);
    }
}

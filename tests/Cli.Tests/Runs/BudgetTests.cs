using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

public sealed class BudgetTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_run_that_meets_its_cap_ends_with_3_and_goes_on_with_a_higher_one()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        // A second at 480p costs 0.05 dollars: the cap lets two of four through.
        var spec = _home.With(simulator).WriteSpec(4, "resolution: 480p\nbudgetUsd: 0.12");

        var stopped = (await _home.RunAsync("run", spec, "--json")).ShouldExitWith(3);

        stopped.Json["status"]!.GetValue<string>().ShouldBe("budgetStopped");
        stopped.Json["succeeded"]!.GetValue<int>().ShouldBe(2);
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(2);

        var resumed = (await _home.RunAsync("resume", "--max-usd", "5", "--json")).ShouldExitWith(0);
        resumed.Json["succeeded"]!.GetValue<int>().ShouldBe(4);
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_cap_of_the_day_holds_across_runs()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        var spec = _home.With(simulator).With("PIPELINE_DAY_BUDGET_USD", "0.12").WriteSpec(2, "resolution: 480p");
        (await _home.RunAsync("run", spec, "--json")).ShouldExitWith(0);

        (await _home.RunAsync("run", spec, "--new", "--json")).ShouldExitWith(3);

        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(2);
    }
}

using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class PlanTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_plan_tells_calls_cost_time_and_disk_and_buys_nothing()
    {
        await using var simulator = await SimulatorChild.StartAsync();

        var plan = (await _home.With(simulator).RunAsync("plan", _home.WriteSpec(5), "--json")).ShouldExitWith(0).Json;

        plan["total"]!.GetValue<int>().ShouldBe(5);
        var forecast = plan["forecast"]!;
        forecast["submitsP50"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(5);
        forecast["ticksP95"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(forecast["ticksP50"]!.GetValue<long>());
        forecast["ticksP50"]!.GetValue<long>().ShouldBeGreaterThan(0);
        forecast["secondsP95"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(forecast["secondsP50"]!.GetValue<double>());
        forecast["diskBytes"]!.GetValue<long>().ShouldBeGreaterThan(0);
        (await simulator.ChargesAsync()).Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_for_people_names_what_it_was_made_from()
    {
        var plan = (await _home.RunAsync("plan", _home.WriteSpec(5))).ShouldExitWith(0);

        foreach (var word in new[] { "5 items on xai", "paid calls", "cost", "time", "disk", "made from:" }) plan.Output.ShouldContain(word);
    }

    [Fact]
    public async Task A_plan_above_max_usd_is_blocked()
    {
        var blocked = (await _home.RunAsync("plan", _home.WriteSpec(5), "--max-usd", "0.01", "--json")).ShouldExitWith(2);

        blocked.Json["isOverCap"]!.GetValue<bool>().ShouldBeTrue();
        blocked.Error.ShouldContain("is above --max-usd");
    }
}

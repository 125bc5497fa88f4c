using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

public sealed class ProviderTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_run_at_fal_is_paid_and_delivered_like_one_at_xai()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        _home.With(simulator).Write("spec.yaml", "pipeline: video-batch\nprompts: [A ball rolls off a table.]\nprovider: fal\ntraps: [zero-gravity]\njitter: 0s..0s\n");

        var ended = (await _home.RunAsync("run", "spec.yaml", "--json")).ShouldExitWith(0).Json;

        ended["provider"]!.GetValue<string>().ShouldBe("fal");
        ended["succeeded"]!.GetValue<int>().ShouldBe(2);
        var charges = await simulator.ChargesAsync();
        charges.Calls.Count.ShouldBe(2);
        ended["cost"]!["spentTicks"]!.GetValue<long>().ShouldBe(charges.TotalTicks);
    }

    [Fact]
    public async Task A_spec_in_json_runs_like_one_in_yaml()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        _home.With(simulator).Write(
            "spec.json", """{"pipeline": "video-batch", "prompts": [{"id": "ball", "prompt": "A ball rolls."}], "traps": [], "jitter": "0s..0s"}""");

        var ended = (await _home.RunAsync("run", "spec.json", "--json")).ShouldExitWith(0).Json;

        ended["tasks"]![0]!["id"]!.GetValue<string>().ShouldBe("ball.plain.r1");
    }
}

using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests;

public sealed class DemoTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_whole_demo_ends_well_and_says_so_in_one_object()
    {
        var finished = (await _home.RunAsync("demo", "--json")).ShouldExitWith(0);

        var summary = finished.Json;
        foreach (var field in new[] { "runId", "pipeline", "status", "total", "succeeded", "failed", "skipped", "degraded", "unknown", "runFolder" })
        {
            summary.ContainsKey(field).ShouldBeTrue(field);
        }

        summary["total"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(24);
        summary["succeeded"]!.GetValue<int>().ShouldBe(summary["total"]!.GetValue<int>());
        summary["tasks"]!.AsArray().Count.ShouldBe(summary["total"]!.GetValue<int>());
        summary["cost"]!["forecastTicks"]!.GetValue<long>().ShouldBeGreaterThan(0);
        summary["cost"]!["reservedTicks"]!.GetValue<long>().ShouldBe(0);
        summary["cost"]!["spentTicks"]!.GetValue<long>().ShouldBeGreaterThan(0);
        Clips(summary).ShouldBe(summary["total"]!.GetValue<int>());
        Clips(summary).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_run_folder_holds_what_was_promised()
    {
        var summary = await SmallDemoAsync();

        var names = Directory.GetFiles(RunFolder(summary)).Select(Path.GetFileName).ToArray();
        foreach (var name in new[] { "run.json", "items.jsonl", "ledger.jsonl", "report.html", "report.json", "manifest.sha256" })
        {
            names.ShouldContain(name);
        }

        Clips(summary).ShouldBe(3);
        JsonNode.Parse(File.ReadAllText(Path.Combine(RunFolder(summary), "run.json")))!["runId"]!.GetValue<string>()
            .ShouldBe(summary["runId"]!.GetValue<string>());
        File.ReadAllLines(Path.Combine(RunFolder(summary), "items.jsonl")).Length.ShouldBe(3);
        File.ReadAllLines(Path.Combine(RunFolder(summary), "ledger.jsonl")).Length.ShouldBe(3);
    }

    [Fact]
    public async Task The_manifest_proves_every_file_to_sha256sum()
    {
        var summary = await SmallDemoAsync();

        await using var check = _home.StartProgram("sh", "-c", $"cd '{RunFolder(summary)}' && sha256sum -c --strict manifest.sha256");

        var finished = (await check.WaitForEndAsync()).ShouldExitWith(0);
        foreach (var name in new[] { "run.json: OK", "items.jsonl: OK", "report.html: OK", ".mp4: OK" }) finished.Output.ShouldContain(name);
    }

    [Fact]
    public async Task Progress_goes_to_stderr_and_results_to_stdout_without_colour_or_moving_lines()
    {
        var finished = (await _home.RunAsync("demo", "--items", "3", "--delay", "none")).ShouldExitWith(0);

        finished.Error.ShouldContain("[video-batch] 3/3 100% ok 3 fail 0 wait 0");
        finished.Output.ShouldNotContain("[video-batch] 3/3");
        finished.Output.ShouldContain("3 items: 3 succeeded");
        (finished.Output + finished.Error).ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Without_key_and_address_the_simulator_is_used_and_said_to_be()
    {
        var finished = (await _home.RunAsync("demo", "--items", "1", "--delay", "none", "--json")).ShouldExitWith(0);

        finished.Error.ShouldContain("No XAI_API_KEY and no XAI_BASE_URL is set: using the built-in simulator");
        finished.Error.ShouldContain("No money is spent.");
    }

    [Fact]
    public async Task With_a_key_and_an_address_no_simulator_is_started()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        _home.With(simulator).With("XAI_API_KEY", "xai-of-a-test");

        var finished = (await _home.RunAsync("demo", "--items", "2", "--delay", "none", "--json")).ShouldExitWith(0);

        finished.Error.ShouldNotContain("built-in simulator");
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(2);
        Directory.Exists(Path.Combine(_home.Path, "simulator")).ShouldBeFalse();
    }

    [Fact]
    public async Task Before_real_money_is_spent_it_is_said_where()
    {
        // A name that never resolves: nothing leaves this machine.
        _home.With("XAI_API_KEY", "xai-of-a-test").With("XAI_BASE_URL", "https://provider.invalid");

        await using var demo = _home.Start("demo", "--items", "1", "--delay", "none");

        (await demo.Error.WaitForAsync("cost money")).ShouldBe("Calls go to https://provider.invalid/ and cost money.");
        await demo.KillAsync();
    }

    [Fact]
    public async Task A_run_begun_with_the_simulator_never_meets_the_provider_even_when_a_key_is_set_later()
    {
        await using (var killed = _home.Start("demo", "--items", "2", "--delay", "none"))
        {
            await killed.Error.WaitForAsync("Run ");
            await killed.KillAsync();
        }

        var resumed = await _home.With("XAI_API_KEY", "xai-of-a-test").RunAsync("resume", "--json");

        resumed.Error.ShouldContain("This run was begun with the built-in simulator: going on with it at http://127.0.0.1:");
        resumed.Json["unfinished"]!.GetValue<int>().ShouldBe(0);
    }

    private async Task<JsonObject> SmallDemoAsync() =>
        (await _home.RunAsync("demo", "--items", "3", "--delay", "none", "--json")).ShouldExitWith(0).Json;

    private static string RunFolder(JsonObject summary) => summary["runFolder"]!.GetValue<string>();

    private static int Clips(JsonObject summary) =>
        Directory.GetFiles(Path.Combine(RunFolder(summary), "clips"), "*.mp4").Count(clip => new FileInfo(clip).Length > 1000);
}

using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests;

public sealed class DemoTests(DemoTests.SmallDemo small) : IClassFixture<DemoTests.SmallDemo>, IDisposable
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
        var clips = Clips(summary["runFolder"]!.GetValue<string>());
        clips.ShouldBe(summary["total"]!.GetValue<int>());
        clips.ShouldBeGreaterThan(0);
        SaysThatTheSimulatorIsUsed(finished);
    }

    [Fact]
    public void The_run_folder_holds_what_was_promised()
    {
        var names = Directory.GetFiles(small.RunFolder).Select(Path.GetFileName).ToArray();
        foreach (var name in new[] { "run.json", "items.jsonl", "ledger.jsonl", "report.html", "report.json", "manifest.sha256" })
        {
            names.ShouldContain(name);
        }

        Clips(small.RunFolder).ShouldBe(3);
        JsonNode.Parse(File.ReadAllText(Path.Combine(small.RunFolder, "run.json")))!["runId"]!.GetValue<string>().ShouldBe(Path.GetFileName(small.RunFolder));
        File.ReadAllLines(Path.Combine(small.RunFolder, "items.jsonl")).Length.ShouldBe(3);
        File.ReadAllLines(Path.Combine(small.RunFolder, "ledger.jsonl")).Length.ShouldBe(3);
    }

    [Fact]
    public async Task The_manifest_proves_every_file_to_sha256sum()
    {
        await using var check = _home.StartProgram("sh", "-c", $"cd '{small.RunFolder}' && sha256sum -c --strict manifest.sha256");

        var finished = (await check.WaitForEndAsync()).ShouldExitWith(0);
        foreach (var name in new[] { "run.json: OK", "items.jsonl: OK", "report.html: OK", ".mp4: OK" }) finished.Output.ShouldContain(name);
    }

    [Fact]
    public void Progress_goes_to_stderr_and_results_to_stdout_without_colour_or_moving_lines()
    {
        small.Finished.Error.ShouldContain("[video-batch] 3/3 100% ok 3 fail 0 wait 0");
        small.Finished.Output.ShouldNotContain("[video-batch] 3/3");
        small.Finished.Output.ShouldContain("3 items: 3 succeeded");
        (small.Finished.Output + small.Finished.Error).ShouldNotContain("\u001b");
    }

    [Fact]
    public void Without_key_and_address_the_simulator_is_used_and_said_to_be() => SaysThatTheSimulatorIsUsed(small.Finished);

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

    private static void SaysThatTheSimulatorIsUsed(Finished finished)
    {
        finished.Error.ShouldContain("No XAI_API_KEY and no XAI_BASE_URL is set: using the built-in simulator");
        finished.Error.ShouldContain("No money is spent.");
    }

    private static int Clips(string runFolder) =>
        Directory.GetFiles(Path.Combine(runFolder, "clips"), "*.mp4").Count(clip => new FileInfo(clip).Length > 1000);

    /// <summary>A demo of three items that has ended well; the tests only read what it left.</summary>
    public sealed class SmallDemo : IAsyncLifetime
    {
        private readonly PipelineHome _home = new();

        internal Finished Finished { get; private set; } = null!;

        internal string RunFolder => Directory.GetDirectories(Path.Combine(_home.Path, "runs")).Single();

        public async Task InitializeAsync() => Finished = (await _home.RunAsync("demo", "--items", "3", "--delay", "none")).ShouldExitWith(0);

        public Task DisposeAsync()
        {
            _home.Dispose();
            return Task.CompletedTask;
        }
    }
}

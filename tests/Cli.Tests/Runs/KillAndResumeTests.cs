using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.Cli.Tests.Processes;
using Xunit.Abstractions;

namespace FunctionsPipeline.Cli.Tests.Runs;

public sealed class KillAndResumeTests(ITestOutputHelper log) : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_same_command_takes_up_a_killed_run_and_pays_nothing_twice()
    {
        const int Items = 8;
        var seed = Environment.TickCount;
        log.WriteLine($"seed {seed}");
        await using var simulator = await SimulatorChild.StartAsync("--time-scale", "1", "--latency", "1..2");
        var spec = _home.With(simulator).WriteSpec(Items, "concurrency: 4");
        await using (var killed = _home.Start("run", spec, "--json"))
        {
            await simulator.WaitForCallsAsync(1);
            (await killed.EndsWithinAsync(TimeSpan.FromSeconds(1.5 * new Random(seed).NextDouble()))).ShouldBeFalse();
            await killed.KillAsync();
        }

        var resumed = await _home.RunAsync("run", spec, "--json");

        resumed.Error.ShouldContain("Taking up run");
        var summary = resumed.Json;
        (summary["succeeded"]!.GetValue<int>() + summary["unknown"]!.GetValue<int>()).ShouldBe(Items);
        var calls = (await simulator.ChargesAsync()).Calls;
        calls.GroupBy(call => call.PromptHash).ShouldAllBe(intent => intent.Count() == 1);
    }

    [Fact]
    public async Task The_built_in_simulator_ends_with_a_killed_demo()
    {
        await using var demo = _home.Start("demo", "--items", "4");
        await demo.Error.WaitForAsync("Run ");
        using var simulator = ChildOf(demo.Id);

        await demo.KillAsync();

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await simulator.WaitForExitAsync(timeout.Token);
        simulator.HasExited.ShouldBeTrue();
    }

    [Fact]
    public async Task A_killed_demo_is_resumed_against_a_simulator_that_remembers()
    {
        await using (var killed = _home.Start("demo", "--items", "5", "--delay", "none"))
        {
            await killed.Error.WaitForAsync("Run ");
            await killed.KillAsync();
        }

        var resumed = await _home.RunAsync("resume", "--json");

        resumed.ExitCode.ShouldBeOneOf(0, 100);
        var summary = resumed.Json;
        (summary["succeeded"]!.GetValue<int>() + summary["unknown"]!.GetValue<int>()).ShouldBe(5);
    }

    private static Process ChildOf(int parent)
    {
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) || !File.Exists(folder + "/stat")) continue;
            var stat = File.ReadAllText(folder + "/stat");
            // The program's name stands in brackets and may hold anything; the parent is the second field behind it.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (int.Parse(fields[1], CultureInfo.InvariantCulture) == parent) return Process.GetProcessById(id);
        }

        throw new InvalidOperationException($"Process {parent} has no child.");
    }
}

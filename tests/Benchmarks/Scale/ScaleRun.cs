using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FunctionsPipeline.Benchmarks.Scale;

/// <summary>What one run of the product took.</summary>
internal sealed record ScaleRun(int Items, double Seconds, long PeakBytes, long DatabaseBytes, int LongestHistory, int Succeeded)
{
    private static string Programs => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));

    /// <summary>Runs a batch in a fresh home against a fresh simulator.</summary>
    /// <exception cref="InvalidOperationException">A program is not built, or did not do its part.</exception>
    public static async Task<ScaleRun> ExecuteAsync(int items, int concurrency)
    {
        var folder = Directory.CreateTempSubdirectory("scale-");
        using var simulator = Start("Simulator", "--port", "0", "--seed", "1", "--time-scale", "0", "--clips", "canned", "--rate-limit", "0");
        try
        {
            var listening = await simulator.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The simulator did not start.");
            using var address = JsonDocument.Parse(listening);
            var baseUrl = address.RootElement.GetProperty("listening").GetString() + "/xai";
            return await ExecuteAsync(items, folder.FullName, await WriteSpecAsync(folder.FullName, items, concurrency), baseUrl);
        }
        finally
        {
            simulator.Kill();
            await simulator.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<ScaleRun> ExecuteAsync(int items, string folder, string spec, string baseUrl)
    {
        var home = Path.Combine(folder, "home");
        var start = Prepare("Cli", "run", spec, "--home", home, "--json");
        start.Environment["XAI_BASE_URL"] = baseUrl;
        var clock = Stopwatch.StartNew();
        using var program = Process.Start(start)!;
        var summary = program.StandardOutput.ReadToEndAsync();
        var messages = program.StandardError.ReadToEndAsync();
        var peak = await PeakMemoryAsync(program);
        clock.Stop();
        if (program.ExitCode != 0) throw new InvalidOperationException($"The run of {items} items ended with {program.ExitCode}: {await messages}");

        using var result = JsonDocument.Parse(await summary);
        return new ScaleRun(
            items,
            clock.Elapsed.TotalSeconds,
            peak,
            new DirectoryInfo(home).EnumerateFiles("*.db*").Sum(file => file.Length),
            await ScaleScenario.LongestHistoryAsync(home),
            result.RootElement.GetProperty("succeeded").GetInt32());
    }

    private static async Task<string> WriteSpecAsync(string folder, int items, int concurrency)
    {
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "prompts.txt"),
            Enumerable.Range(0, items).Select(item => $"Ball number {item} rolls over a table and falls on the floor"));
        var spec = Path.Combine(folder, "scale.yaml");
        await File.WriteAllTextAsync(spec, string.Create(CultureInfo.InvariantCulture, $"""
            pipeline: video-batch
            prompts: prompts.txt
            traps: []
            durationSeconds: 1
            concurrency: {concurrency}
            jitter: none
            requestsPerMinute: 100000
            """));
        return spec;
    }

    /// <summary>The high-water mark of resident memory, managed and native, as the kernel keeps it.</summary>
    private static async Task<long> PeakMemoryAsync(Process program)
    {
        var peak = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!program.HasExited)
        {
            program.Refresh();
            if (!program.HasExited) peak = Math.Max(peak, program.PeakWorkingSet64);
            await timer.WaitForNextTickAsync();
        }

        await program.WaitForExitAsync();
        return peak;
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(Prepare(program, arguments))!;

    private static ProcessStartInfo Prepare(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs, program, "release", $"FunctionsPipeline.{program}.dll");
        if (!File.Exists(path)) throw new InvalidOperationException($"{path} is not there; build it first: ./pipeline --version");

        var start = new ProcessStartInfo("dotnet", [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = program == "Cli" };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("XAI_", StringComparison.Ordinal) || name.StartsWith("PIPELINE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}

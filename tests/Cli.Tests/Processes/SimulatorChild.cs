using System.Text.Json.Nodes;

namespace FunctionsPipeline.Cli.Tests.Processes;

/// <summary>A simulator in a process of its own, which outlives the commands that a test kills.</summary>
internal sealed class SimulatorChild : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly string _folder;
    private readonly HttpClient _client = new();

    private SimulatorChild(ChildProcess process, string folder, string url) => (_process, _folder, Url) = (process, folder, url);

    public string Url { get; }

    /// <summary>Starts one; clips are canned and submits unlimited unless the arguments say otherwise.</summary>
    public static async Task<SimulatorChild> StartAsync(params string[] arguments)
    {
        if (!arguments.Contains("--clips")) arguments = ["--clips", "canned", .. arguments];
        if (!arguments.Contains("--rate-limit")) arguments = ["--rate-limit", "0", .. arguments];
        var folder = Directory.CreateTempSubdirectory("simulator-tests-").FullName;
        var process = ChildProcess.Start(folder, new Dictionary<string, string>(), "dotnet", [BuiltPrograms.Simulator, .. arguments]);
        try
        {
            var line = await process.Output.WaitForAsync("listening");
            return new SimulatorChild(process, folder, JsonNode.Parse(line)!["listening"]!.GetValue<string>());
        }
        catch
        {
            await process.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Starts one that plays a fault file.</summary>
    public static async Task<SimulatorChild> StartWithFaultsAsync(string rules, params string[] arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, rules);
            return await StartAsync(["--faults", file, .. arguments]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What it accepted and charged.</summary>
    public async Task<Charges> ChargesAsync()
    {
        var answer = JsonNode.Parse(await _client.GetStringAsync(new Uri(Url + "/_sim/charges")))!.AsObject();
        return new Charges(
            [.. answer["calls"]!.AsArray().Select(call => new Charge(
                call!["requestId"]!.GetValue<string>(),
                call["promptHash"]!.GetValue<string>(),
                call["charged"]!.GetValue<bool>(),
                call["ticks"]!.GetValue<long>()))],
            answer["totalTicks"]!.GetValue<long>());
    }

    /// <summary>SHA-256 of every video that was published.</summary>
    public async Task<IReadOnlyList<string>> PublishedAsync() =>
        [.. JsonNode.Parse(await _client.GetStringAsync(new Uri(Url + "/_sim/published")))!["videos"]!.AsArray().Select(video => (string)video!["sha256"]!)];

    /// <summary>Returns when it has accepted so many calls: the run is in the middle of its work then.</summary>
    public async Task WaitForCallsAsync(int count)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await ChargesAsync()).Calls.Count < count) await timer.WaitForNextTickAsync(timeout.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A call that the simulator accepted.</summary>
internal sealed record Charge(string RequestId, string PromptHash, bool IsCharged, long Ticks);

/// <summary>Every call that the simulator accepted, and their sum in ticks of 1e-10 USD.</summary>
internal sealed record Charges(IReadOnlyList<Charge> Calls, long TotalTicks);

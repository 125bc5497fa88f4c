using System.Text.Json.Nodes;

namespace FunctionsPipeline.Cli.Tests.Processes;

/// <summary>
/// A working folder of the test's own with a home below it, and the <c>pipeline</c> command as a process in it. Deleted with the test.
/// </summary>
internal sealed class PipelineHome : IDisposable
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public PipelineHome()
    {
        Directory.CreateDirectory(WorkingFolder);
        // The user's own settings file is looked for below it.
        _environment["HOME"] = WorkingFolder;
    }

    /// <summary>The folder commands are started in.</summary>
    public string WorkingFolder { get; } = Directory.CreateTempSubdirectory("pipeline-tests-").FullName;

    /// <summary>The default home: <c>./outputs</c>.</summary>
    public string Path => System.IO.Path.Combine(WorkingFolder, "outputs");

    /// <summary>Sets a variable for the commands started from now on.</summary>
    public PipelineHome With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Points the commands at a simulator that the test started.</summary>
    public PipelineHome With(SimulatorChild simulator) => With("XAI_BASE_URL", simulator.Url + "/xai").With("FAL_BASE_URL", simulator.Url + "/fal");

    /// <summary>Points the commands at the providers of an episode in a simulator that the test started; nothing else is there to be called.</summary>
    public PipelineHome WithEpisodeProviders(SimulatorChild simulator)
    {
        foreach (var id in new[] { "openai", "fal", "elevenlabs", "did", "youtube" }) With(id.ToUpperInvariant() + "_BASE_URL", $"{simulator.Url}/{id}");
        return this;
    }

    public string File(string name) => System.IO.Path.Combine(WorkingFolder, name);

    /// <summary>Writes a file into the working folder and returns its name.</summary>
    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return name;
    }

    /// <summary>Writes <c>spec.yaml</c>: as many short clips as asked for, without traps and without delay.</summary>
    public string WriteSpec(int prompts, string moreFields = "", int durationSeconds = 1)
    {
        Write("prompts.txt", string.Concat(Enumerable.Range(1, prompts).Select(number => $"Ball number {number} rolls off a table and bounces.\n")));
        return Write(
            "spec.yaml",
            $"""
             pipeline: video-batch
             prompts: prompts.txt
             traps: []
             durationSeconds: {durationSeconds}
             jitter: 0s..0s
             timeoutSeconds: 30
             {moreFields}
             """);
    }

    /// <summary>Starts a command.</summary>
    public ChildProcess Start(params string[] arguments) =>
        ChildProcess.Start(WorkingFolder, _environment, "dotnet", [BuiltPrograms.Pipeline, .. arguments]);

    /// <summary>Starts any program in the working folder and the same environment.</summary>
    public ChildProcess StartProgram(string program, params string[] arguments) =>
        ChildProcess.Start(WorkingFolder, _environment, program, arguments);

    /// <summary>Runs a command to its end.</summary>
    public async Task<Finished> RunAsync(params string[] arguments)
    {
        await using var process = Start(arguments);
        return await process.WaitForEndAsync();
    }

    /// <summary>Rows of the latest run's <c>ledger list</c>.</summary>
    public async Task<IReadOnlyList<JsonObject>> LedgerAsync()
    {
        var listed = await RunAsync("ledger", "list", "--json");
        return [.. listed.ShouldExitWith(0).Json["calls"]!.AsArray().Select(row => row!.AsObject())];
    }

    public void Dispose() => Directory.Delete(WorkingFolder, recursive: true);
}

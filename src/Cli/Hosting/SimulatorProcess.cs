using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>
/// The simulator as a child process: what <c>demo</c> and <c>run</c> use when there is no key and no base URL. It writes a journal into the
/// home, so that a resumed run meets the same provider again, and it ends when this process does.
/// </summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private SimulatorProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where it listens; providers are below it under <c>/xai</c> and <c>/fal</c>.</summary>
    public Uri Address { get; }

    /// <summary>The simulator's program, beside this one in the build's output.</summary>
    public static string ProgramPath => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Simulator", "release", "FunctionsPipeline.Simulator.dll"));

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    /// <exception cref="CommandException">It did not start.</exception>
    public static async Task<SimulatorProcess> StartAsync(string home, int seed, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!File.Exists(ProgramPath))
        {
            throw new CommandException("simulator_missing", $"The simulator is not built: {ProgramPath} is not there.", "Start the command through ./pipeline, which builds it.");
        }

        var journal = Path.Combine(home, "simulator", "journal.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(journal)!);
        var process = Process.Start(CreateStart(journal, seed))
            ?? throw new CommandException("simulator_failed", "The simulator could not be started.");
        try
        {
            using var timeout = new CancellationTokenSource(StartTimeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            var line = await process.StandardOutput.ReadLineAsync(either.Token)
                ?? throw new CommandException("simulator_failed", "The simulator ended at once; its messages are above.");
            using var listening = JsonDocument.Parse(line);
            return new SimulatorProcess(process, new Uri(listening.RootElement.GetProperty("listening").GetString()!));
        }
        catch
        {
            Kill(process);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill(_process);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo CreateStart(string journal, int seed)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.Ordinal)) start.FileName = "dotnet";
        string[] arguments =
        [
            ProgramPath,
            "--port", "0",
            "--seed", seed.ToString(CultureInfo.InvariantCulture),
            "--journal", journal,
            "--parent-pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        // A program that needs no key gets none.
        foreach (var name in SettingDefinitions.All.Where(setting => setting.IsSecret).SelectMany(setting => setting.EnvironmentNames)) start.Environment.Remove(name);
        return start;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}

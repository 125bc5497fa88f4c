using System.Diagnostics;

namespace FunctionsPipeline.Benchmarks.Analysis;

/// <summary>Memory of the <c>analyze</c> command on a file, its decoder included.</summary>
internal static class AnalyzeMemory
{
    /// <summary>High-water marks of resident memory: that of the command and, added, that of the decoder.</summary>
    /// <exception cref="InvalidOperationException">The command is not built, or it failed.</exception>
    public static async Task<long> PeakBytesAsync(string file)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Cli", "release", "FunctionsPipeline.Cli.dll"));
        if (!File.Exists(program)) throw new InvalidOperationException($"{program} is not there; build it first: ./pipeline --version");
        var start = new ProcessStartInfo("dotnet", [program, "analyze", file, "--json"]) { RedirectStandardOutput = true };
        using var command = Process.Start(start)!;
        var output = command.StandardOutput.ReadToEndAsync();
        var (commandPeak, decoderPeak) = (0L, 0L);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!command.HasExited)
        {
            command.Refresh();
            if (!command.HasExited) commandPeak = Math.Max(commandPeak, command.PeakWorkingSet64);
            decoderPeak = Math.Max(decoderPeak, DecoderOf(file));
            await timer.WaitForNextTickAsync();
        }

        if (command.ExitCode > 1) throw new InvalidOperationException($"analyze ended with {command.ExitCode}: {await output}");
        return commandPeak + decoderPeak;
    }

    private static long DecoderOf(string file)
    {
        var peak = 0L;
        foreach (var process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                try
                {
                    if (File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(file, StringComparison.Ordinal)) peak += process.PeakWorkingSet64;
                }
                catch (Exception ended) when (ended is IOException or InvalidOperationException)
                {
                    // It ended between the list and the question.
                }
            }
        }

        return peak;
    }
}

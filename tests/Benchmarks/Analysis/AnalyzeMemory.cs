using System.Diagnostics;

namespace FunctionsPipeline.Benchmarks.Analysis;

/// <summary>Memory of the <c>analyze</c> command, its decoder included, on one minute and on ten of 1080p: it must not grow with the length.</summary>
internal static class AnalyzeMemory
{
    private const long BytesMax = 400_000_000;

    /// <summary>What ten minutes may take more than one: the collector's slack, and series that fill up.</summary>
    private const long GrowthBytesMax = 40_000_000;

    public static async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("memory-benchmark-").FullName;
        try
        {
            var clips = await EncodedClips.MakeAsync(new MemoryClip(), folder);
            var one = await PeakBytesAsync(await clips.RepeatAsync(minutes: 1));
            var ten = await PeakBytesAsync(await clips.RepeatAsync(minutes: 10));
            var table = new Table("memory of analyze on 1080p with its decoder, high-water marks, MB");
            table.Add("1 minute", Table.Number(one / 1e6), "< 400", one < BytesMax);
            table.Add("10 minutes", Table.Number(ten / 1e6), "< 400", ten < BytesMax);
            table.Add("growth", Table.Number((ten - one) / 1e6), "< 40", ten - one < GrowthBytesMax);
            table.Print();
            return table.AllMet;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>High-water marks of resident memory: that of the command and, added, that of the decoder.</summary>
    /// <exception cref="InvalidOperationException">The command is not built, or it failed.</exception>
    private static async Task<long> PeakBytesAsync(string file)
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

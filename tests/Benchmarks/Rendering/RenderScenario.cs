using System.Diagnostics;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Benchmarks.Rendering;

/// <summary>
/// Thirty seconds of 1080x1920: our renderer against ffmpeg alone, which gets the very graph that ours gives it, sound included and its level
/// known beforehand, in one go and with a thread for every processor. They take turns; the ratio is of each round. Also what both take of memory.
/// </summary>
internal static class RenderScenario
{
    private const int Rounds = 3;
    private const double RatioMax = 1.15;
    private const long BytesMax = 1_000_000_000;

    public static async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("render-benchmark-").FullName;
        try
        {
            var tool = await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None);
            var timeline = await RenderMaterial.MakeAsync(tool.Path, folder);
            var rounds = new List<Round>();
            for (var round = 0; round < Rounds; round++)
            {
                var (ours, memory) = await OursAsync(tool, timeline, folder);
                var (alone, aloneMemory) = await AloneAsync(tool.Path, timeline, folder);
                rounds.Add(new Round(ours, alone, memory.Together, aloneMemory.Together));
            }

            var ratio = Table.Median(rounds.Select(round => round.Ours / round.Alone));
            var peak = rounds.Max(round => round.OurBytes);
            var table = new Table($"render of {timeline.Seconds():0.#} s at 1080x1920, {timeline.Shots.Count} shots, {Environment.ProcessorCount} processors, {Rounds} rounds");
            table.Add("ours, s", Table.Fraction(Table.Median(rounds.Select(round => round.Ours))));
            table.Add("ffmpeg alone, s", Table.Fraction(Table.Median(rounds.Select(round => round.Alone))));
            table.Add("ours over ffmpeg alone", Table.Fraction(ratio), "<= 1.15", ratio <= RatioMax);
            table.Add("peak memory of all processes, MB", Table.Number(peak / 1e6), "< 1,000", peak < BytesMax);
            table.Add("that of ffmpeg alone, MB", Table.Number(rounds.Max(round => round.AloneBytes) / 1e6));
            table.Print();
            return table.AllMet;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double Seconds, MemoryWatch Memory)> OursAsync(FfmpegTool tool, Timeline timeline, string folder)
    {
        var memory = new MemoryWatch(Environment.ProcessId);
        var started = Stopwatch.GetTimestamp();
        var rendering = new TimelineRenderer(tool, new RenderOptions(), TimeProvider.System).RenderAsync(
            timeline, Path.Combine(folder, "ours.mp4"), folder, null, CancellationToken.None);
        await memory.UntilAsync(rendering);
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, memory);
    }

    private static async Task<(double Seconds, MemoryWatch Memory)> AloneAsync(string ffmpeg, Timeline timeline, string folder)
    {
        var arguments = await RenderInOneGo.ArgumentsAsync(timeline, folder, Path.Combine(folder, "alone.mp4"), Environment.ProcessorCount);
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(ffmpeg, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var memory = new MemoryWatch(process.Id);
        var said = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await memory.UntilAsync(process.WaitForExitAsync());
        await output;
        if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg ended with {process.ExitCode}: {await said}");
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, memory);
    }

    private sealed record Round(double Ours, double Alone, long OurBytes, long AloneBytes);
}

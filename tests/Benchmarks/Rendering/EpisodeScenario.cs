using System.Diagnostics;
using System.Text.Json;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Benchmarks.Rendering;

/// <summary>
/// The command <c>episode</c> once every asset is there, against the render of the same timeline by itself: what lies around a render, from the
/// start of the program over grades, review and thumbnail to the report, must not cost half as much again. Also its memory, with all it starts.
/// </summary>
internal static class EpisodeScenario
{
    private const int Rounds = 3;
    private const double RatioMax = 1.5;
    private const double SecondsMax = 180;
    private const long BytesMax = 1_000_000_000;

    public static async Task<bool> RunAsync()
    {
        var home = Directory.CreateTempSubdirectory("episode-benchmark-").FullName;
        try
        {
            var tool = await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None);
            var first = await WholeAsync(home);
            var rounds = new List<(double Ratio, double Whole, double Render)>();
            for (var round = 0; round < Rounds; round++)
            {
                var again = await WholeAsync(home, "--fork", first.RunId);
                var render = await RenderAsync(tool, again.Timeline, home);
                rounds.Add((again.Seconds / render, again.Seconds, render));
            }

            var ratio = Table.Median(rounds.Select(round => round.Ratio));
            var table = new Table($"an episode of {first.Timeline.Seconds():0.#} s at 1080x1920, {Environment.ProcessorCount} processors, {Rounds} rounds");
            table.Add("from nothing, s", Table.Fraction(first.Seconds), "< 180", first.Seconds < SecondsMax);
            table.Add("with its assets there, s", Table.Fraction(Table.Median(rounds.Select(round => round.Whole))));
            table.Add("render alone, s", Table.Fraction(Table.Median(rounds.Select(round => round.Render))));
            table.Add("whole over render", Table.Fraction(ratio), "<= 1.5", ratio <= RatioMax);
            table.Add("peak memory of its largest process, MB", Table.Number(first.Memory.Largest / 1e6));
            table.Add("peak memory of all its processes, MB", Table.Number(first.Memory.Together / 1e6), "< 1,000", first.Memory.Together < BytesMax);
            table.Print();
            return table.AllMet;
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <exception cref="InvalidOperationException">The command is not built, or it failed.</exception>
    private static async Task<Made> WholeAsync(string home, params string[] more)
    {
        var binaries = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        var program = Path.Combine(binaries, "Cli", "release", "FunctionsPipeline.Cli.dll");
        if (!File.Exists(program)) throw new InvalidOperationException($"{program} is not there; build it first: ./pipeline --version");
        var story = Path.Combine(binaries, "..", "..", "samples", "episode", "the-dearest-thing.md");
        var start = new ProcessStartInfo("dotnet", [program, "episode", "--input-file", story, "--no-upload", "--json", .. more])
        {
            WorkingDirectory = home, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var started = Stopwatch.GetTimestamp();
        using var command = Process.Start(start)!;
        var memory = new MemoryWatch(command.Id);
        var output = command.StandardOutput.ReadToEndAsync();
        var errors = command.StandardError.ReadToEndAsync();
        await memory.UntilAsync(command.WaitForExitAsync());
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (command.ExitCode != 0) throw new InvalidOperationException($"episode ended with {command.ExitCode}: {await errors}");

        using var said = JsonDocument.Parse(await output);
        var folder = said.RootElement.GetProperty("runFolder").GetString()!;
        return new Made(said.RootElement.GetProperty("runId").GetString()!, seconds, memory, await TimelineAsync(folder));
    }

    /// <summary>The timeline as it was rendered, with its files where they lie on this machine.</summary>
    private static async Task<Timeline> TimelineAsync(string runFolder)
    {
        var file = Directory.GetFiles(Path.Combine(runFolder, "videos"), "*.timeline.json").Single();
        var timeline = JsonSerializer.Deserialize<Timeline>(await File.ReadAllTextAsync(file), JsonSerializerOptions.Web)!;
        var root = Path.Combine(runFolder, "..", "..");
        return timeline with
        {
            Shots = [.. timeline.Shots.Select(shot => shot with { Source = shot.Source with { Path = Path.GetFullPath(Path.Combine(root, shot.Source.Path)) } })],
            Audio = [.. timeline.Audio.Select(clip => clip with { Path = Path.GetFullPath(Path.Combine(root, clip.Path)) })],
        };
    }

    private static async Task<double> RenderAsync(FfmpegTool tool, Timeline timeline, string folder)
    {
        var started = Stopwatch.GetTimestamp();
        await new TimelineRenderer(tool, new RenderOptions(), TimeProvider.System).RenderAsync(
            timeline, Path.Combine(folder, "alone.mp4"), folder, null, CancellationToken.None);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private sealed record Made(string RunId, double Seconds, MemoryWatch Memory, Timeline Timeline);
}

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Benchmarks.Kernels;

/// <summary>
/// What a filter of ffmpeg costs on the same pictures. They are read once and then repeated from memory by the <c>loop</c> filter; the same
/// graph with a filter that only passes frames on (<c>streamselect</c>) is subtracted, so what is left is the filter and nothing else.
/// </summary>
internal sealed partial class FilterCost(string ffmpeg, string one, string other, int threads)
{
    /// <summary>How often the pictures are repeated.</summary>
    public const int Loops = 10;

    public const string PassOn = "streamselect=inputs=2:map=0";

    private const int Frames = Loops * PicturePairs.Count;

    /// <summary>Time a picture costs in each filter.</summary>
    public async Task<IReadOnlyList<WorkTime>> MeasureAsync(params string[] filters)
    {
        var bare = await RunAsync(PassOn);
        var costs = new List<WorkTime>();
        foreach (var filter in filters)
        {
            var full = await RunAsync(filter);
            costs.Add(new WorkTime((full.Processor - bare.Processor) / Frames, (full.Clock - bare.Clock) / Frames));
        }

        return costs;
    }

    private async Task<WorkTime> RunAsync(string filter)
    {
        string[] Input(string path) =>
        [
            "-f", "rawvideo", "-pix_fmt", "gray", "-s", $"{PicturePairs.WidthPx}x{PicturePairs.HeightPx}", "-r", "25", "-i", path,
        ];
        var loop = $"loop=loop={Loops - 1}:size={PicturePairs.Count}";
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-benchmark", "-filter_complex_threads", threads.ToString(CultureInfo.InvariantCulture),
            .. Input(one), .. Input(other), "-lavfi", $"[0:v]{loop}[a];[1:v]{loop}[b];[a][b]{filter}", "-f", "null", "-",
        ];
        using var process = Process.Start(new ProcessStartInfo(ffmpeg, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var text = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        var times = BenchmarkLine().Match(text);
        if (process.ExitCode != 0 || !times.Success) throw new InvalidOperationException($"ffmpeg failed on {filter}: {text}");
        double Seconds(int group) => double.Parse(times.Groups[group].Value, CultureInfo.InvariantCulture);
        return new WorkTime(Seconds(1) + Seconds(2), Seconds(3));
    }

    [GeneratedRegex(@"bench: utime=([\d.]+)s stime=([\d.]+)s rtime=([\d.]+)s")]
    private static partial Regex BenchmarkLine();
}

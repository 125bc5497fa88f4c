using System.Diagnostics;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Benchmarks.Analysis;

/// <summary>The clip in memory as files: as long as it is, and repeated to ten minutes.</summary>
/// <param name="tool">The decoder.</param>
/// <param name="shortClip">A few seconds.</param>
/// <param name="tenMinutes">The same over and over.</param>
internal sealed class EncodedClips(FfmpegTool tool, string shortClip, string tenMinutes)
{
    /// <summary>Ten minutes of 24 frames a second in pieces of <see cref="MemoryClip.Frames"/>.</summary>
    private const int Repeats = 10 * 60 * 24 / MemoryClip.Frames - 1;

    public string TenMinutes { get; } = tenMinutes;

    public static async Task<EncodedClips> MakeAsync(MemoryClip clip, string folder)
    {
        var tool = await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None);
        var (raw, shortClip, tenMinutes) = (Path.Combine(folder, "clip.yuv"), Path.Combine(folder, "short.mp4"), Path.Combine(folder, "long.mp4"));
        clip.Write(raw);
        await RunAsync(
            tool, "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", $"{MemoryClip.WidthPx}x{MemoryClip.HeightPx}", "-r", "24", "-i", raw,
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "38", shortClip);
        await RunAsync(tool, "-stream_loop", $"{Repeats}", "-i", shortClip, "-c", "copy", tenMinutes);
        return new EncodedClips(tool, shortClip, tenMinutes);
    }

    /// <summary>Decodes the short clip into something.</summary>
    public async Task ReadAsync(Func<IFrameSource, Task<int>> reader)
    {
        var limits = new DecodeLimits { HasChroma = true };
        await using var source = await FfmpegFrameSource.OpenAsync(tool, shortClip, limits, TimeProvider.System, CancellationToken.None);
        if (await reader(source) != MemoryClip.Frames) throw new InvalidOperationException("The clip was not read to its end.");
    }

    private static async Task RunAsync(FfmpegTool tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool.Path, ["-nostdin", "-y", "-v", "error", .. arguments]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg ended with {process.ExitCode}.");
    }
}

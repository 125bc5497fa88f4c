using System.Diagnostics;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Benchmarks.Analysis;

/// <summary>The clip in memory as a file, and files that repeat it.</summary>
/// <param name="tool">The decoder.</param>
/// <param name="path">The file.</param>
internal sealed class EncodedClips(FfmpegTool tool, string path)
{
    private const int FramesPerSecond = 24;

    public static async Task<EncodedClips> MakeAsync(MemoryClip clip, string folder)
    {
        var tool = await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None);
        var (raw, encoded) = (Path.Combine(folder, "clip.yuv"), Path.Combine(folder, "clip.mp4"));
        clip.Write(raw);
        await RunAsync(
            tool, "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", $"{MemoryClip.WidthPx}x{MemoryClip.HeightPx}", "-r", $"{FramesPerSecond}", "-i", raw,
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "38", encoded);
        return new EncodedClips(tool, encoded);
    }

    /// <summary>Makes a long clip of the short one, without encoding again.</summary>
    public async Task<string> RepeatAsync(int minutes)
    {
        var repeats = minutes * 60 * FramesPerSecond / MemoryClip.Frames - 1;
        var file = Path.Combine(Path.GetDirectoryName(path)!, $"{minutes}-minutes.mp4");
        await RunAsync(tool, "-stream_loop", $"{repeats}", "-i", path, "-c", "copy", file);
        return file;
    }

    /// <summary>Decodes the clip into something.</summary>
    public async Task ReadAsync(Func<IFrameSource, Task<int>> reader)
    {
        var limits = new DecodeLimits { HasChroma = true };
        await using var source = await FfmpegFrameSource.OpenAsync(tool, path, limits, TimeProvider.System, CancellationToken.None);
        if (await reader(source) != MemoryClip.Frames) throw new InvalidOperationException("The clip was not read to its end.");
    }

    private static async Task RunAsync(FfmpegTool tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool.Path, ["-nostdin", "-y", "-v", "error", .. arguments]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg ended with {process.ExitCode}.");
    }
}

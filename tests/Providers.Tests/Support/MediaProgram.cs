using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Providers.Tests.Support;

/// <summary>ffmpeg and ffprobe as independent readers of sounds and clips.</summary>
internal static class MediaProgram
{
    /// <summary>Length of a file as decoded, s.</summary>
    public static async Task<double> SecondsAsync(ReadOnlyMemory<byte> file)
    {
        var samples = await OnFileAsync(file, path => RunAsync("ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-ac", "1", "-ar", "8000", "pipe:1"));
        return samples.Length / 16_000.0;
    }

    /// <summary>What ffprobe says about the streams of a file: for each its entries by name.</summary>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> StreamsAsync(ReadOnlyMemory<byte> file)
    {
        var lines = Encoding.UTF8.GetString(await OnFileAsync(file, path => RunAsync("ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "compact=p=0", path)));
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Entries)];

        static IReadOnlyDictionary<string, string> Entries(string line) =>
            line.Trim().Split('|').Where(entry => entry.Contains('=')).Select(entry => entry.Split('=', 2)).GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First()[1]);
    }

    /// <summary>The light of a part of every frame of a clip, one average a frame.</summary>
    /// <param name="file">The clip.</param>
    /// <param name="part">The part, as ffmpeg's crop filter takes it.</param>
    public static async Task<IReadOnlyList<double>> LightAsync(ReadOnlyMemory<byte> file, string part)
    {
        var frames = await OnFileAsync(file, path => RunAsync("ffmpeg", "-v", "error", "-i", path, "-vf", $"crop={part},scale=1:1:flags=area,format=gray", "-f", "rawvideo", "pipe:1"));
        return [.. frames.Select(light => (double)light)];
    }

    /// <summary>Makes a picture with ffmpeg's own sources.</summary>
    public static Task<byte[]> PictureAsync(int width, int height) => RunAsync(
        "ffmpeg", "-v", "error", "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"color=c=0xD8B090:s={width}x{height}"), "-frames:v", "1", "-c:v", "png", "-f", "image2pipe", "pipe:1");

    private static async Task<byte[]> OnFileAsync(ReadOnlyMemory<byte> file, Func<string, Task<byte[]>> read)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("file");
        await File.WriteAllBytesAsync(path, file.ToArray());
        return await read(path);
    }

    private static async Task<byte[]> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output.ToArray();
    }
}

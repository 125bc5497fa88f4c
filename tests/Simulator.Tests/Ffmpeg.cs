using System.Diagnostics;

namespace FunctionsPipeline.Simulator.Tests;

/// <summary>ffmpeg and ffprobe as independent readers of what the simulator hands out.</summary>
internal static class Ffmpeg
{
    /// <summary>Decodes a picture to RGB, 8 bits a channel.</summary>
    public static Task<byte[]> DecodeRgbAsync(byte[] file) =>
        RunAsync("ffmpeg", ["-v", "error", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"], file);

    /// <summary>Writes a picture anew as PNG.</summary>
    /// <param name="file">The picture.</param>
    /// <param name="form">Form of its pixels, in ffmpeg's words.</param>
    /// <param name="filter">Filter of its rows, in ffmpeg's words.</param>
    public static Task<byte[]> EncodePngAsync(byte[] file, string form, string filter) =>
        RunAsync("ffmpeg", ["-v", "error", "-i", "pipe:0", "-c:v", "png", "-pix_fmt", form, "-pred", filter, "-f", "image2pipe", "pipe:1"], file);

    /// <summary>Decodes all frames of a video to luma.</summary>
    public static async Task<byte[]> DecodeLumaAsync(byte[] file)
    {
        // A file rather than a pipe, because the index may lie at the end.
        using var temporary = new TemporaryFile();
        await File.WriteAllBytesAsync(temporary.Path, file);
        return await RunAsync("ffmpeg", ["-v", "error", "-i", temporary.Path, "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"], []);
    }

    /// <summary>What ffprobe says about a file, as key=value lines.</summary>
    public static async Task<string> ProbeAsync(byte[] file)
    {
        using var temporary = new TemporaryFile();
        await File.WriteAllBytesAsync(temporary.Path, file);
        var output = await RunAsync(
            "ffprobe", ["-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "default=noprint_wrappers=1", temporary.Path], []);
        return System.Text.Encoding.UTF8.GetString(output);
    }

    private static async Task<byte[]> RunAsync(string program, string[] arguments, byte[] input)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output.ToArray();
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>Turns picture files into others by ffmpeg. Safe for several threads.</summary>
internal static class PictureConverter
{
    /// <summary>A JPEG file of a picture.</summary>
    /// <exception cref="InvalidDataException">ffmpeg cannot read it.</exception>
    public static byte[] ToJpeg(byte[] file) => Convert(file, "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p");

    /// <summary>A PNG file, 8 bits RGB, of the first picture of any file that ffmpeg reads.</summary>
    /// <exception cref="InvalidDataException">ffmpeg cannot read it.</exception>
    public static byte[] ToPng(byte[] file) => Convert(file, "png", "-pix_fmt", "rgb24");

    // Pipes only: nothing is written to disk, and no name or address in the file is followed.
    private static byte[] Convert(byte[] file, string codec, params string[] form)
    {
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "pipe", "-threads", "1", "-i", "pipe:0", "-frames:v", "1",
            "-map_metadata", "-1", "-fflags", "+bitexact", "-c:v", codec, .. form, "-f", "image2pipe", "pipe:1",
        ];
        using var process = Start(arguments);
        try
        {
            var complaint = process.StandardError.ReadToEndAsync();
            var feeding = FeedAsync(process.StandardInput, file);
            var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
            if (!Task.WaitAll([complaint, feeding, reading], Limits.EncoderTimeout)) throw new InvalidDataException("ffmpeg did not end in time.");
            process.WaitForExit();
            return process.ExitCode == 0 && output.Length > 0
                ? output.ToArray()
                : throw new InvalidDataException($"ffmpeg ended with {process.ExitCode}: {complaint.Result.Trim()}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static async Task FeedAsync(StreamWriter input, byte[] file)
    {
        try
        {
            await input.BaseStream.WriteAsync(file);
            input.Close();
        }
        catch (IOException)
        {
            // ffmpeg has seen enough and closed its end; its exit code says what it thinks.
        }
    }

    private static Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("ffmpeg")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("ffmpeg could not be started.");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"ffmpeg cannot be run ({exception.Message}). It reads and writes JPEG; install it: sudo apt-get install ffmpeg", exception);
        }
    }
}

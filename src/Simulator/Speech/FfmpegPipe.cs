using System.ComponentModel;
using System.Diagnostics;

namespace FunctionsPipeline.Simulator.Speech;

/// <summary>Runs ffmpeg with bytes on its standard input and takes what it writes to its standard output.</summary>
internal static class FfmpegPipe
{
    /// <summary>Runs it once, on one thread, so that equal input gives equal output.</summary>
    /// <exception cref="InvalidOperationException">It failed, or took too long; the message holds its last words.</exception>
    public static async Task<byte[]> RunAsync(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var process = Start(["-hide_banner", "-loglevel", "error", "-threads", "1", .. arguments]);
        try
        {
            var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
            var feeding = FeedAsync(process.StandardInput, input, cancellationToken);
            using var output = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken).WaitAsync(Limits.EncoderTimeout, cancellationToken);
            await feeding;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"ffmpeg ended with {process.ExitCode}: {(await complaint).Trim()}");
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException("ffmpeg did not end in time.", exception);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static async Task FeedAsync(StreamWriter input, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await input.BaseStream.WriteAsync(bytes, cancellationToken);
            input.Close();
        }
        catch (IOException)
        {
            // ffmpeg has seen enough and closed its end; its exit code says what it thinks.
        }
    }

    private static Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("ffmpeg could not be started.");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"ffmpeg cannot be run ({exception.Message}). Install it: sudo apt-get install ffmpeg", exception);
        }
    }
}

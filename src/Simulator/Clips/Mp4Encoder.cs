using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.Simulator.Clips.Painting;

namespace FunctionsPipeline.Simulator.Clips;

/// <summary>
/// Paints a clip and has ffmpeg encode it to H.264 in mp4. Equal scripts give equal files on one version of ffmpeg. Safe for several threads.
/// </summary>
internal static class Mp4Encoder
{
    private static readonly Lazy<Task> Check = new(FindEncoderAsync);

    /// <summary>Finds out at the start, rather than at the first download, that ffmpeg is missing. Looks once in the life of the process.</summary>
    /// <exception cref="StartException">It cannot be run.</exception>
    public static Task CheckAsync(CancellationToken cancellationToken) => Check.Value.WaitAsync(cancellationToken);

    /// <summary>Writes a clip to a file.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg failed; the message holds its last words.</exception>
    public static async Task EncodeAsync(ClipScript script, string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Limits.EncoderTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var process = Start(Arguments(script.Scene.Format, path));
        try
        {
            var complaint = process.StandardError.ReadToEndAsync(either.Token);
            await FeedAsync(script, process.StandardInput.BaseStream, either.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg ended with {process.ExitCode}: {(await complaint).Trim()}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task FindEncoderAsync()
    {
        using var process = Start(["-hide_banner", "-loglevel", "error", "-encoders"]);
        process.StandardInput.Close();
        var encoders = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (!encoders.Contains("libx264", StringComparison.Ordinal))
        {
            throw new StartException("This ffmpeg has no H.264 encoder (libx264). Install a full one: sudo apt-get install ffmpeg");
        }
    }

    private static async Task FeedAsync(ClipScript script, Stream input, CancellationToken cancellationToken)
    {
        var painter = new ScenePainter(script);
        try
        {
            for (var frame = 0; frame < script.Scene.Format.FrameCount; frame++)
            {
                await input.WriteAsync(painter.Paint(frame).Bytes, cancellationToken);
            }
        }
        catch (IOException)
        {
            // ffmpeg has closed its end; its exit code and its words say why.
        }
    }

    // One thread and no metadata, so that the same pictures give the same bytes.
    private static IReadOnlyList<string> Arguments(ClipFormat format, string path) =>
    [
        "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pixel_format", "yuv420p",
        "-video_size", string.Create(CultureInfo.InvariantCulture, $"{format.WidthPx}x{format.HeightPx}"),
        "-framerate", ClipFormat.FramesPerSecond.ToString(CultureInfo.InvariantCulture),
        "-i", "pipe:0",
        "-an", "-threads", "1", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p",
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
        "-movflags", "+faststart", "-f", "mp4", path,
    ];

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
            return Process.Start(start) ?? throw new StartException("ffmpeg could not be started.");
        }
        catch (Win32Exception exception)
        {
            throw new StartException($"ffmpeg cannot be run ({exception.Message}). It makes the clips; install it: sudo apt-get install ffmpeg");
        }
    }
}

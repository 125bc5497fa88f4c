using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>A clip of a face that speaks, to be made.</summary>
/// <param name="Picture">The face, at the size of the clip.</param>
/// <param name="SoundPath">File of what it says.</param>
/// <param name="Samples">The same as samples, one channel.</param>
/// <param name="SampleRateHz">Samples a second.</param>
/// <param name="Draw">Chance of this clip.</param>
/// <param name="Share">Part of it that is made, from the beginning; 1 is all.</param>
internal sealed record HeadOrder(Raster Picture, string SoundPath, short[] Samples, int SampleRateHz, Draw Draw, double Share);

/// <summary>Paints a talking head and has ffmpeg encode it with its sound: H.264 and AAC in mp4. Equal orders give equal files. Safe for several threads.</summary>
internal static class HeadEncoder
{
    /// <summary>Writes a clip to a file.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg failed; the message holds its last words.</exception>
    public static async Task EncodeAsync(HeadOrder order, string path, CancellationToken cancellationToken)
    {
        var open = LoudnessCurve.Of(order.Samples, order.SampleRateHz);
        var frames = Math.Max(1, (int)Math.Round(open.Length * order.Share));
        using var process = Process.Start(Start(order, path, frames)) ?? throw new InvalidOperationException("ffmpeg could not be started.");
        try
        {
            var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
            await FeedAsync(order, open.AsMemory(0, frames), process.StandardInput.BaseStream, cancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).WaitAsync(Limits.EncoderTimeout, cancellationToken);
            if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg ended with {process.ExitCode}: {(await complaint).Trim()}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static async Task FeedAsync(HeadOrder order, ReadOnlyMemory<double> open, Stream input, CancellationToken cancellationToken)
    {
        var painter = new HeadPainter(order.Picture, order.Draw);
        try
        {
            for (var frame = 0; frame < open.Length; frame++)
            {
                var picture = painter.Paint((double)frame / LoudnessCurve.FramesPerSecond, open.Span[frame]);
                await input.WriteAsync(picture.Rgb, cancellationToken);
            }
        }
        catch (IOException)
        {
            // ffmpeg has closed its end; its exit code and its words say why.
        }
    }

    private static ProcessStartInfo Start(HeadOrder order, string path, int frames)
    {
        var rate = LoudnessCurve.FramesPerSecond.ToString(CultureInfo.InvariantCulture);
        var seconds = ((double)frames / LoudnessCurve.FramesPerSecond).ToString("0.###", CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-y",
            "-f", "rawvideo", "-pixel_format", "rgb24",
            "-video_size", string.Create(CultureInfo.InvariantCulture, $"{order.Picture.Width}x{order.Picture.Height}"),
            "-framerate", rate, "-i", "pipe:0",
            "-protocol_whitelist", "file", "-i", "file:" + order.SoundPath,
            "-map", "0:v:0", "-map", "1:a:0", "-t", seconds,
            "-threads", "1", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-r", rate,
            "-c:a", "aac", "-b:a", "128k", "-ac", "1",
            "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
            "-movflags", "+faststart", "-f", "mp4", path,
        ];
        return new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false };
    }
}

using System.Globalization;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media;

/// <summary>Takes single frames out of videos as JPEG pictures, for people to look at.</summary>
/// <remarks>Safe for several threads; each call is one ffmpeg process with the decoder's protections.</remarks>
public static class StillPicture
{
    /// <summary>A picture that is not there by then is not worth the wait.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>Far above any picture of <see cref="StillRequest.LongSideMaxPx"/> up to 2,000; a hostile file fills no memory.</summary>
    private const int BytesMax = 8 << 20;

    private const int CopyBytes = 64 * 1024;

    /// <summary>Takes one frame.</summary>
    /// <param name="tool">The program.</param>
    /// <param name="path">The video or picture.</param>
    /// <param name="request">Which frame, how large, with what drawn on it.</param>
    /// <param name="clock">Measures how long it may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The bytes of a JPEG file; null when there is no such frame or it cannot be taken.</returns>
    public static async Task<byte[]?> TakeAsync(
        FfmpegTool tool, string path, StillRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeLimit, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var process = tool.Start(Arguments(Path.GetFullPath(path), request));
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var picture = await ReadAsync(process.StandardOutput.BaseStream, limit.Token);
            await errors;
            await process.WaitForExitAsync(limit.Token);
            return picture.Length == 0 ? null : picture;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var picture = new MemoryStream();
        var buffer = new byte[CopyBytes];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (picture.Length + read > BytesMax) return [];
            await picture.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return picture.ToArray();
    }

    private static IReadOnlyList<string> Arguments(string fullPath, StillRequest request) =>
    [
        .. DecoderArguments.Input(fullPath, new DecodeLimits(), request.AtSeconds),
        "-map", "0:v:0",
        "-frames:v", "1",
        "-filter_threads", "1",
        "-vf", Filters(request),
        // A quality at which edges show no ringing that could be taken for a defect.
        "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p",
        "-f", "mjpeg", "pipe:1",
    ];

    private static string Filters(StillRequest request)
    {
        var side = request.LongSideMaxPx;
        var scale = string.Create(
            CultureInfo.InvariantCulture, $"scale=w='min(iw,{side})':h='min(ih,{side})':force_original_aspect_ratio=decrease:force_divisible_by=2:flags=area");
        if (request.Box is not { } box) return scale;

        // Dark around bright: one of the two stands out on any picture. The line is as thick after scaling on every size.
        var margin = string.Create(CultureInfo.InvariantCulture, $"max(1\\,floor(max(iw\\,ih)/{side}))");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"drawbox=x={box.X}-2*{margin}:y={box.Y}-2*{margin}:w={box.Width}+4*{margin}:h={box.Height}+4*{margin}:color=black@0.8:t=4*{margin},"
            + $"drawbox=x={box.X}-{margin}:y={box.Y}-{margin}:w={box.Width}+2*{margin}:h={box.Height}+2*{margin}:color=0xffd400:t=2*{margin},{scale}");
    }
}

/// <summary>Which frame is wanted, and how.</summary>
/// <param name="AtSeconds">From the first frame; the first frame shown at or after it is taken.</param>
/// <param name="LongSideMaxPx">Longest side of the picture, 16 to 2,000 pixels; smaller frames keep their size.</param>
/// <param name="Box">A frame drawn around this part, in pixels of the video; null for none.</param>
public sealed record StillRequest(double AtSeconds, int LongSideMaxPx, FrameBox? Box = null);

using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media;

/// <summary>Decodes one picture (PNG, JPEG or WebP) into planes. Safe for several threads; each call is one ffmpeg process.</summary>
/// <remarks>
/// The format is told by how the file begins, never by its name, and ffmpeg is held to it: nothing leads to another file or to the
/// network. What is transparent shows the colour stored under it. A picture is taken as stored: a note on rotation is not followed.
/// </remarks>
public sealed class StillDecoder(FfmpegTool tool, StillLimits limits, TimeProvider clock)
{
    private const int MessageCharactersMax = 4000;

    /// <summary>Decodes a file.</summary>
    /// <param name="path">The file; any name.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <exception cref="MediaException">It cannot be decoded; the code says why. A damaged picture is refused, not shown in part.</exception>
    public async Task<StillImage> DecodeAsync(string path, CancellationToken cancellationToken)
    {
        var fullPath = Path.GetFullPath(path);
        MediaFile.Check(fullPath, path, limits.FileBytesMax, "Make a smaller picture, or raise the limit.");
        if (PictureFile.FormatOf(fullPath) is null)
        {
            throw new MediaException(
                MediaErrorCodes.FormatRefused,
                $"'{path}' is not a picture that is decoded here: it begins like none of PNG, JPEG and WebP.",
                "Convert it to one of them, or look at the file: it may hold a provider's error message.");
        }

        using var timeout = new CancellationTokenSource(limits.Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var process = tool.Start(Arguments(fullPath));
        try
        {
            return await ReadAsync(process, path, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MediaException(
                MediaErrorCodes.DecodeTimeout,
                $"'{path}' was not decoded within {limits.Timeout.TotalSeconds:0.#} s.",
                "Try again when the machine is less busy, or raise the limit.",
                isRetryable: true);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private async Task<StillImage> ReadAsync(Process process, string name, CancellationToken cancellationToken)
    {
        var saying = SaidAsync(process.StandardError, cancellationToken);
        var image = await new PixmapReader(process.StandardOutput.BaseStream, limits.LongSideMaxPx).ReadAsync(cancellationToken);
        var said = await saying;
        await process.WaitForExitAsync(cancellationToken);

        // A damaged picture comes out too, grey where nothing could be read.
        return image is not null && said.Length == 0 && process.ExitCode == 0 ? image : throw DecoderErrors.From(said, name, AsDecodeLimits());
    }

    private static async Task<string> SaidAsync(StreamReader errors, CancellationToken cancellationToken)
    {
        var buffer = new char[MessageCharactersMax];
        var said = "";
        while (await errors.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            // Read to its end, so that the writer never waits; kept only so far.
            said += new string(buffer, 0, Math.Min(read, MessageCharactersMax - said.Length));
        }

        return said.Trim();
    }

    private IReadOnlyList<string> Arguments(string fullPath) =>
    [
        .. DecoderArguments.Input(fullPath, AsDecodeLimits()),
        "-map", "0:v:0",
        "-frames:v", "1",
        "-filter_threads", "1",
        "-vf", string.Create(
            CultureInfo.InvariantCulture,
            $"scale=w='min(iw,{limits.LongSideMaxPx})':h='min(ih,{limits.LongSideMaxPx})':force_original_aspect_ratio=decrease:flags=area+accurate_rnd+full_chroma_int"),
        "-pix_fmt", "rgb24", "-c:v", "ppm",
        "-f", "image2pipe", "pipe:1",
    ];

    private DecodeLimits AsDecodeLimits() => new() { FramePixelsMax = limits.PixelsMax };
}

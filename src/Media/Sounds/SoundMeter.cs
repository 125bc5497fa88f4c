using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Decodes a sound to its end and measures it. Safe for several threads; each call is one ffmpeg process with the decoder's protections.</summary>
/// <param name="tool">The program.</param>
/// <param name="limits">How far.</param>
/// <param name="clock">Measures how long it may take.</param>
public sealed class SoundMeter(FfmpegTool tool, SoundLimits limits, TimeProvider clock)
{
    private const int SampleRateHz = 16_000;
    private const int WindowSamples = SampleRateHz / 10;
    private const int BufferBytes = 64 * 1024;
    private const int MessageCharactersMax = 400;
    private const double SilenceDb = -120;
    private const double AudibleRangeDb = 30;

    /// <summary>Measures the first sound of a file.</summary>
    /// <param name="path">The file; any name.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <exception cref="MediaException">Nothing of it can be decoded, or it is too large or too long; the code says why.</exception>
    public async Task<SoundMeasure> MeasureAsync(string path, CancellationToken cancellationToken)
    {
        var fullPath = Path.GetFullPath(path);
        MediaFile.Check(fullPath, path, limits.FileBytesMax, "Cut the sound, or raise the limit.");
        using var timeout = new CancellationTokenSource(limits.Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var process = tool.Start(Arguments(fullPath));
        try
        {
            return await ReadAsync(process, path, limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MediaException(
                MediaErrorCodes.DecodeTimeout, $"'{path}' was not decoded within {limits.Timeout.TotalSeconds:0.#} s.", "Try again when the machine is less busy.", isRetryable: true, exception);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private async Task<SoundMeasure> ReadAsync(Process process, string name, CancellationToken cancellationToken)
    {
        var saying = process.StandardError.ReadToEndAsync(cancellationToken);
        var (levels, samples) = await LevelsAsync(process.StandardOutput.BaseStream, name, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var said = (await saying).ReplaceLineEndings(" ").Trim();
        if (said.Length > MessageCharactersMax) said = said[..MessageCharactersMax];
        if (samples == 0)
        {
            throw new MediaException(MediaErrorCodes.Undecodable, $"Nothing can be heard of '{name}': no sound in it can be decoded. ffmpeg: {said}", "Make or download it again.");
        }

        var loudest = levels.Max();
        var audible = levels.Count(level => level > SilenceDb && level >= loudest - AudibleRangeDb);
        return new SoundMeasure((double)samples / SampleRateHz, loudest, (double)audible * WindowSamples / SampleRateHz, said.Length == 0 ? null : said);
    }

    private async Task<(List<double> Levels, long Samples)> LevelsAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        var levels = new List<double>();
        var buffer = new byte[BufferBytes];
        double squares = 0;
        long samples = 0;
        var kept = 0;
        while (await stream.ReadAsync(buffer.AsMemory(kept), cancellationToken) is > 0 and var read)
        {
            var whole = (kept + read) & ~1;
            for (var at = 0; at < whole; at += sizeof(short))
            {
                double sample = BinaryPrimitives.ReadInt16LittleEndian(buffer.AsSpan(at));
                squares += sample * sample;
                if (++samples % WindowSamples != 0) continue;
                levels.Add(DbOf(squares / WindowSamples));
                squares = 0;
            }

            kept = kept + read - whole;
            if (kept > 0) buffer[0] = buffer[whole];
            if (samples > limits.SecondsMax * SampleRateHz)
            {
                throw new MediaException(MediaErrorCodes.FileTooLarge, $"'{name}' is longer than {limits.SecondsMax:0} s.", "Cut the sound, or raise the limit.");
            }
        }

        // The end is as long as it is, and counts as a window.
        if (samples % WindowSamples is > 0 and var rest) levels.Add(DbOf(squares / rest));
        return (levels, samples);
    }

    private static double DbOf(double meanSquare) => meanSquare <= 0 ? SilenceDb : Math.Max(SilenceDb, 10 * Math.Log10(meanSquare / ((double)short.MaxValue * short.MaxValue)));

    private static IReadOnlyList<string> Arguments(string fullPath) =>
    [
        .. DecoderArguments.Input(fullPath, new DecodeLimits()),
        "-map", "0:a:0", "-vn",
        "-ac", "1", "-ar", SampleRateHz.ToString(CultureInfo.InvariantCulture),
        "-f", "s16le", "pipe:1",
    ];
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Media;

/// <summary>What a sound is when it is decoded.</summary>
/// <param name="Seconds">Its length, decoded and not as its head says.</param>
/// <param name="PeakDb">Its loudest sample, dB of full scale; -91 or less is silence.</param>
public sealed record SoundMeasure(double Seconds, double PeakDb)
{
    /// <summary>Speech is far above this, noise of an encoder far below.</summary>
    private const double SilencePeakDb = -50;

    /// <summary>True when nothing can be heard.</summary>
    public bool IsSilent => PeakDb < SilencePeakDb;
}

/// <summary>Decodes a sound to its end and says what it is. Safe for several threads; each call is one ffmpeg process.</summary>
public sealed partial class SoundMeter(FfmpegTool tool, TimeProvider clock)
{
    private const string SpeechFormats = "mp3,wav";
    private const string MusicFormats = "mp3,wav,flac,mov,mp4,m4a,3gp,3g2,mj2";

    private const int SamplesPerSecond = 48_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Measures a file.</summary>
    /// <param name="path">MP3 or WAV; told by how it begins, never by its name.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <returns>Null when it holds no sound that can be decoded.</returns>
    /// <exception cref="MediaException">ffmpeg did not end in time.</exception>
    public Task<SoundMeasure?> MeasureAsync(string path, CancellationToken cancellationToken) =>
        MeasureAsync(path, ["-xerror", "-format_whitelist", SpeechFormats], cancellationToken);

    /// <summary>Measures a piece of music as far as it can be played: what is damaged at its end is music all the same.</summary>
    /// <param name="path">MP3, WAV, FLAC or M4A; told by how it begins, never by its name.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <returns>Null when it holds no sound that can be decoded.</returns>
    /// <exception cref="MediaException">ffmpeg did not end in time.</exception>
    public Task<SoundMeasure?> MeasureMusicAsync(string path, CancellationToken cancellationToken) =>
        MeasureAsync(path, ["-format_whitelist", MusicFormats], cancellationToken);

    private async Task<SoundMeasure?> MeasureAsync(string path, string[] how, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-nostdin", "-hide_banner", "-v", "info", "-nostats", "-protocol_whitelist", "file", .. how, "-i", "file:" + Path.GetFullPath(path),
            "-map", "0:a:0", "-af", $"aresample={SamplesPerSecond},aformat=sample_fmts=s16:channel_layouts=mono,volumedetect", "-f", "null", "-",
        ];
        try
        {
            var said = await FfmpegRun.RunAsync(tool, arguments, new FfmpegJob($"The measurement of '{Path.GetFileName(path)}'", Timeout), clock, null, cancellationToken);
            var (samples, peak) = (Samples().Match(said), Peak().Match(said));
            return samples.Success && peak.Success ? new SoundMeasure(Number(samples) / SamplesPerSecond, Number(peak)) : null;
        }
        catch (MediaException exception) when (exception.Code == MediaErrorCodes.RenderFailed)
        {
            return null;
        }
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"n_samples: ([0-9]+)")]
    private static partial Regex Samples();

    [GeneratedRegex(@"max_volume: (-?[0-9.]+) dB")]
    private static partial Regex Peak();
}

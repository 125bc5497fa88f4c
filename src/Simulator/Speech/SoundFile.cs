using System.Globalization;

namespace FunctionsPipeline.Simulator.Speech;

/// <summary>A form of sound files, in ffmpeg's words.</summary>
/// <param name="MediaType">As replies name it.</param>
/// <param name="SampleRateHz">Samples a second.</param>
/// <param name="Arguments">Encoder and container.</param>
internal sealed record SoundForm(string MediaType, int SampleRateHz, params IReadOnlyList<string> Arguments)
{
    /// <summary>MP3.</summary>
    public static SoundForm Mp3(int rateHz, int kilobits) =>
        new("audio/mpeg", rateHz, "-c:a", "libmp3lame", "-b:a", string.Create(CultureInfo.InvariantCulture, $"{kilobits}k"), "-f", "mp3");

    /// <summary>WAV with 16-bit samples.</summary>
    public static SoundForm Wav(int rateHz) => new("audio/wav", rateHz, "-c:a", "pcm_s16le", "-f", "wav");

    /// <summary>Bare 16-bit samples.</summary>
    public static SoundForm Pcm(int rateHz) => new("audio/pcm", rateHz, "-c:a", "pcm_s16le", "-f", "s16le");

    /// <summary>Opus in Ogg.</summary>
    public static SoundForm Opus(int kilobits) =>
        new("audio/opus", 48_000, "-c:a", "libopus", "-b:a", string.Create(CultureInfo.InvariantCulture, $"{kilobits}k"), "-f", "ogg");

    /// <summary>FLAC.</summary>
    public static SoundForm Flac(int rateHz) => new("audio/flac", rateHz, "-c:a", "flac", "-f", "flac");

    /// <summary>AAC.</summary>
    public static SoundForm Aac(int rateHz) => new("audio/aac", rateHz, "-c:a", "aac", "-f", "adts");
}

/// <summary>Writes and reads sound files by ffmpeg. Safe for several threads.</summary>
internal static class SoundFile
{
    /// <summary>The bytes of a file with a sound. Equal sounds give equal files on one version of ffmpeg.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg failed.</exception>
    public static async Task<byte[]> WriteAsync(SpokenSound sound, SoundForm form, CancellationToken cancellationToken)
    {
        // A real file and not a pipe: the head of MP3 and WAV tells the length, which is known at the end.
        var path = Path.Combine(Path.GetTempPath(), "functions-pipeline-sound-" + Path.GetRandomFileName());
        try
        {
            string[] arguments =
            [
                "-f", "s16le", "-ar", sound.SampleRateHz.ToString(CultureInfo.InvariantCulture), "-ac", "1", "-i", "pipe:0",
                "-ar", form.SampleRateHz.ToString(CultureInfo.InvariantCulture), "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
                .. form.Arguments, "-y", "file:" + path,
            ];
            await FfmpegPipe.RunAsync(arguments, SpeakerProgram.BytesOf(sound.Samples), cancellationToken);
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The samples of any sound that ffmpeg reads, one channel; null when it reads none.</summary>
    public static async Task<short[]?> ReadAsync(byte[] file, int rateHz, CancellationToken cancellationToken)
    {
        try
        {
            string[] arguments =
            [
                "-protocol_whitelist", "pipe", "-i", "pipe:0", "-map", "0:a:0", "-ac", "1", "-ar", rateHz.ToString(CultureInfo.InvariantCulture), "-f", "s16le", "pipe:1",
            ];
            var samples = SpeakerProgram.SamplesOf(await FfmpegPipe.RunAsync(arguments, file, cancellationToken));
            return samples.Length == 0 ? null : samples;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

using System.Buffers.Binary;

namespace FunctionsPipeline.Providers.Speech;

/// <summary>Looks at a sound that a provider sent: whether it is what was asked for, and how long it is where that stands in it. Pure.</summary>
internal static class SoundProbe
{
    /// <summary>Samples a second of <see cref="SoundFormat.Pcm"/>, at every provider.</summary>
    public const int PcmSampleRateHz = 24_000;

    private const int BytesPerSample = 2;
    private const int RiffHeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;

    /// <summary>The media type of a form.</summary>
    public static string MediaTypeOf(SoundFormat format) => format switch
    {
        SoundFormat.Mp3 => "audio/mpeg",
        SoundFormat.Wav => "audio/wav",
        _ => "audio/pcm",
    };

    /// <summary>Why these bytes are not the sound that was asked for; null when they are.</summary>
    public static string? Problem(SoundFormat format, ReadOnlySpan<byte> sound)
    {
        if (sound.IsEmpty) return "the sound is empty";
        return format switch
        {
            SoundFormat.Mp3 when !IsMp3(sound) => "the sound is not MP3",
            SoundFormat.Wav when DurationOfWav(sound) is null => "the sound is not a WAV file with samples",
            SoundFormat.Pcm when sound.Length % BytesPerSample != 0 => "the sound ends inside a 16-bit sample",
            _ => null,
        };
    }

    /// <summary>Length, s; null for MP3, whose header does not tell.</summary>
    public static double? DurationSeconds(SoundFormat format, ReadOnlySpan<byte> sound) => format switch
    {
        SoundFormat.Wav => DurationOfWav(sound),
        SoundFormat.Pcm => (double)sound.Length / (BytesPerSample * PcmSampleRateHz),
        _ => null,
    };

    private static bool IsMp3(ReadOnlySpan<byte> sound) => sound.StartsWith("ID3"u8) || (sound.Length > 1 && sound[0] == 0xFF && (sound[1] & 0xE0) == 0xE0);

    private static double? DurationOfWav(ReadOnlySpan<byte> sound)
    {
        if (sound.Length < RiffHeaderBytes || !sound.StartsWith("RIFF"u8) || !sound[8..].StartsWith("WAVE"u8)) return null;
        uint bytesPerSecond = 0;
        for (long at = RiffHeaderBytes; at + ChunkHeaderBytes <= sound.Length;)
        {
            var chunk = sound[(int)at..];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("fmt "u8) && chunk.Length >= ChunkHeaderBytes + 12) bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(chunk[16..]);
            if (chunk.StartsWith("data"u8) && bytesPerSecond > 0)
            {
                // A header that was written before the sound was known claims too much: what came counts.
                var came = Math.Min(length, sound.Length - at - ChunkHeaderBytes);
                return came > 0 ? (double)came / bytesPerSecond : null;
            }

            at += ChunkHeaderBytes + length + (length % 2);
        }

        return null;
    }
}

using System.Text;

namespace FunctionsPipeline.Media;

/// <summary>Writes sounds in which nothing is heard: they hold the place of voices that are not there yet.</summary>
public static class SilentSound
{
    private const int SamplesPerSecond = 24_000;
    private const int BytesPerSample = 2;

    /// <summary>Writes a WAV file of one channel with 16-bit samples, all zero.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="seconds">Its length, 0 to 600; rounded to whole samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is out of bounds.</exception>
    public static void Write(string path, double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, 600);
        var bytes = (int)Math.Round(seconds * SamplesPerSecond) * BytesPerSample;
        using var file = new BinaryWriter(File.Create(path), Encoding.ASCII);
        file.Write("RIFF"u8);
        file.Write(36 + bytes);
        file.Write("WAVEfmt "u8);
        file.Write(16);
        file.Write((short)1);
        file.Write((short)1);
        file.Write(SamplesPerSecond);
        file.Write(SamplesPerSecond * BytesPerSample);
        file.Write((short)BytesPerSample);
        file.Write((short)(8 * BytesPerSample));
        file.Write("data"u8);
        file.Write(bytes);
        file.Write(new byte[bytes]);
    }
}

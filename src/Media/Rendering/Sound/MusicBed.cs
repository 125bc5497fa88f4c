using System.Buffers.Binary;

namespace FunctionsPipeline.Media;

/// <summary>Makes a soft bed of slow chords, for videos that have no music of their own. Deterministic; nobody holds a right on it.</summary>
/// <remarks>It repeats without a seam: every note has a whole number of waves in the bed's length.</remarks>
public static class MusicBed
{
    /// <summary>Length of what is written, s.</summary>
    public const int Seconds = 16;

    private const int Rate = 32_000;
    private const int ChordSeconds = 4;
    private const double FadeSeconds = 1.2;
    private const double Level = 0.08;

    /// <summary>Progressions of four chords; half tones above 55 Hz (A).</summary>
    private static readonly int[][][] Progressions =
    [
        [[12, 24, 27, 31], [8, 20, 24, 27], [15, 22, 27, 31], [10, 22, 26, 29]],
        [[12, 24, 27, 31], [17, 24, 29, 32], [8, 20, 24, 27], [19, 23, 26, 31]],
        [[14, 21, 26, 29], [10, 22, 26, 29], [17, 21, 24, 29], [12, 19, 24, 28]],
    ];

    /// <summary>Writes a bed.</summary>
    /// <param name="path">The file: WAV, 32 kHz, stereo, 16 bits, about 2 MB. Replaced at once.</param>
    /// <param name="seed">Chooses the chords.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task WriteAsync(string path, int seed, CancellationToken cancellationToken)
    {
        var partial = path + ".part";
        try
        {
            await File.WriteAllBytesAsync(partial, Wave(Progressions[(int)((uint)seed % Progressions.Length)]), cancellationToken);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static byte[] Wave(int[][] chords)
    {
        const int HeaderBytes = 44, FrameBytes = 4, Frames = Rate * Seconds;
        var file = new byte[HeaderBytes + (Frames * FrameBytes)];
        WriteHeader(file, Frames * FrameBytes);
        var (left, right) = (new double[Frames], new double[Frames]);
        for (var chord = 0; chord < chords.Length; chord++)
        {
            foreach (var note in chords[chord]) AddNote(left, right, note, chord * ChordSeconds);
        }

        for (var i = 0; i < Frames; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (i * FrameBytes)), Sample(left[i]));
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (i * FrameBytes) + 2), Sample(right[i]));
        }

        return file;
    }

    /// <summary>A note with its octave above, a little out of tune between left and right, which makes it wide.</summary>
    private static void AddNote(double[] left, double[] right, int halfTones, double start)
    {
        const double Spread = 0.0022, OctaveLevel = 0.22;
        var hertz = 55 * Math.Pow(2, halfTones / 12.0);
        var level = Level * Math.Min(1, 160 / hertz);
        var (low, high) = (WholeWaves(hertz * (1 - Spread)), WholeWaves(hertz * (1 + Spread)));
        var frames = (int)((ChordSeconds + FadeSeconds) * Rate);
        for (var i = 0; i < frames; i++)
        {
            var at = ((int)(start * Rate) + i) % left.Length;
            var seconds = (double)at / Rate;
            var envelope = level * Envelope((double)i / Rate);
            left[at] += envelope * (Math.Sin(seconds * low) + (OctaveLevel * Math.Sin(seconds * 2 * low)));
            right[at] += envelope * (Math.Sin(seconds * high) + (OctaveLevel * Math.Sin(seconds * 2 * high)));
        }
    }

    /// <summary>Turns a second of the nearest note that ends the bed where it began.</summary>
    private static double WholeWaves(double hertz) => 2 * Math.PI * Math.Round(hertz * Seconds) / Seconds;

    /// <summary>Fades of equal power, so that chords melt into each other.</summary>
    private static double Envelope(double seconds)
    {
        var share = Math.Clamp(Math.Min(seconds, ChordSeconds + FadeSeconds - seconds) / FadeSeconds, 0, 1);
        return Math.Sin(share * Math.PI / 2);
    }

    private static short Sample(double value) => (short)Math.Round(Math.Clamp(value, -1, 1) * short.MaxValue);

    private static void WriteHeader(byte[] file, int dataBytes)
    {
        const int Channels = 2, Bits = 16;
        "RIFF"u8.CopyTo(file);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), dataBytes + 36);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), Channels);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), Rate * Channels * Bits / 8);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), Channels * Bits / 8);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), Bits);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), dataBytes);
    }
}

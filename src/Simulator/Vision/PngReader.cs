using System.Buffers.Binary;
using System.IO.Compression;
using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.Vision;

/// <summary>Reads PNG files of 8 bits a channel, grey, RGB or with alpha, not interlaced. What else there is goes through ffmpeg.</summary>
internal static class PngReader
{
    private const int SignatureBytes = 8;
    private const int ChunkFrameBytes = 12;
    private const int HeaderBytes = 13;

    /// <summary>True when a file is one that this reader takes.</summary>
    public static bool Takes(ReadOnlySpan<byte> file) =>
        file.Length > SignatureBytes + ChunkFrameBytes + HeaderBytes
        && file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        && file.Slice(12, 4).SequenceEqual("IHDR"u8)
        && file[24] == 8
        && ChannelsOf(file[25]) > 0
        && file[28] == 0;

    /// <summary>Width and height that the head of such a file states, px.</summary>
    public static (int Width, int Height) SizeOf(ReadOnlySpan<byte> file) =>
        (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));

    /// <summary>Reads a file; alpha is left out.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Raster Read(byte[] file)
    {
        var (width, height) = SizeOf(file);
        var channels = ChannelsOf(file[25]);
        var samples = Inflate(Compressed(file), height * (1 + (width * channels)));
        var raster = new Raster(width, height);
        var row = new byte[width * channels];
        var above = new byte[width * channels];
        for (var y = 0; y < height; y++)
        {
            var filtered = samples.AsSpan(y * (1 + row.Length), 1 + row.Length);
            filtered[1..].CopyTo(row);
            Unfilter(filtered[0], row, above, channels);
            ToRgb(row, raster.Row(y), channels);
            (row, above) = (above, row);
        }

        return raster;
    }

    // Channels of a colour type; 0 for one that is not read here.
    private static int ChannelsOf(byte colourType) => colourType switch { 0 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };

    private static MemoryStream Compressed(byte[] file)
    {
        var data = new MemoryStream();
        for (var at = SignatureBytes; at + ChunkFrameBytes <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - ChunkFrameBytes) throw new InvalidDataException($"A chunk at {at} claims {length} bytes.");
            if (file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8)) data.Write(file, at + 8, length);
            at += ChunkFrameBytes + length;
        }

        data.Position = 0;
        return data;
    }

    private static byte[] Inflate(Stream compressed, int length)
    {
        var samples = new byte[length];
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        try
        {
            zlib.ReadExactly(samples);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException("The file ends before its last row.", exception);
        }

        return samples;
    }

    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int channels)
    {
        if (filter == 0) return;
        for (var index = 0; index < row.Length; index++)
        {
            int left = index < channels ? 0 : row[index - channels], up = above[index], corner = index < channels ? 0 : above[index - channels];
            row[index] += filter switch
            {
                1 => (byte)left,
                2 => (byte)up,
                3 => (byte)((left + up) / 2),
                4 => (byte)Nearest(left, up, corner),
                _ => throw new InvalidDataException($"There is no row filter {filter}."),
            };
        }
    }

    // The neighbour that is nearest to left + up - corner; the earlier one when two are equally near.
    private static int Nearest(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - (2 * corner));
        if (toLeft <= toUp && toLeft <= toCorner) return left;
        return toUp <= toCorner ? up : corner;
    }

    private static void ToRgb(ReadOnlySpan<byte> row, Span<byte> rgb, int channels)
    {
        if (channels == Raster.Channels)
        {
            row.CopyTo(rgb);
            return;
        }

        var isGrey = channels < Raster.Channels;
        for (int pixel = 0, from = 0; pixel < rgb.Length; pixel += Raster.Channels, from += channels)
        {
            rgb[pixel] = row[from];
            rgb[pixel + 1] = row[isGrey ? from : from + 1];
            rgb[pixel + 2] = row[isGrey ? from : from + 2];
        }
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FunctionsPipeline.Simulator.Clips;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>Writes pictures as PNG: 8 bits RGB, no filter, no metadata.</summary>
internal static class PngFile
{
    private const int HeaderBytes = 13;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(Picture picture)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR", Header(picture));
        WriteChunk(file, "IDAT", Compress(picture));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Header(Picture picture)
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        header[8] = 8; // bits a channel
        header[9] = 2; // RGB
        return header;
    }

    private static byte[] Compress(Picture picture)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            var row = new byte[1 + (picture.Width * 3)];
            for (var y = 0; y < picture.Height; y++)
            {
                for (var x = 0; x < picture.Width; x++) WriteRgb(picture, x, y, row.AsSpan(1 + (x * 3)));
                zlib.Write(row);
            }
        }

        return compressed.ToArray();
    }

    // BT.601, limited range.
    private static void WriteRgb(Picture picture, int x, int y, Span<byte> rgb)
    {
        var luma = 1.164 * (picture.Y.Row(y)[x] - 16);
        int u = picture.U.Row(y / 2)[x / 2] - 128, v = picture.V.Row(y / 2)[x / 2] - 128;
        rgb[0] = Byte(luma + (1.596 * v));
        rgb[1] = Byte(luma - (0.392 * u) - (0.813 * v));
        rgb[2] = Byte(luma + (2.017 * u));
    }

    private static byte Byte(double value) => (byte)Math.Clamp(value + 0.5, 0, 255);

    private static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        file.Write(number);
    }

    // The CRC that PNG asks for (reflected, polynomial 0xEDB88320), bit by bit: the files are small.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }
}

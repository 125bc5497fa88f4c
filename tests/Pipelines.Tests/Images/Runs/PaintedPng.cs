using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace FunctionsPipeline.Pipelines.Tests.Images.Runs;

/// <summary>Small pictures that decode: bright boxes with sharp edges before a slope of grey, another for each seed, or a dark flat one.</summary>
internal static class PaintedPng
{
    private const int WidthPx = 192;
    private const int HeightPx = 160;

    public static byte[] Of(int seed) => Write(Paint(new Random(seed)));

    /// <summary>All dark: fails the checks of exposure, clipping and contrast.</summary>
    public static byte[] Dark() => Write(new byte[WidthPx * HeightPx * 3]);

    private static byte[] Paint(Random random)
    {
        var pixels = new byte[WidthPx * HeightPx * 3];
        for (var y = 0; y < HeightPx; y++)
        {
            for (var x = 0; x < WidthPx; x++) Set(pixels, x, y, (byte)(70 + (x * 60 / WidthPx)), (byte)(80 + (y * 60 / HeightPx)), 100);
        }

        for (var box = 0; box < 14; box++)
        {
            var (left, top) = (random.Next(WidthPx - 40), random.Next(HeightPx - 40));
            var (width, height) = (random.Next(12, 40), random.Next(12, 40));
            var (red, green, blue) = ((byte)random.Next(20, 236), (byte)random.Next(20, 236), (byte)random.Next(20, 236));
            for (var y = top; y < top + height; y++)
            {
                for (var x = left; x < left + width; x++) Set(pixels, x, y, red, green, blue);
            }
        }

        return pixels;
    }

    private static void Set(byte[] pixels, int x, int y, byte red, byte green, byte blue)
    {
        var at = ((y * WidthPx) + x) * 3;
        (pixels[at], pixels[at + 1], pixels[at + 2]) = (red, green, blue);
    }

    private static byte[] Write(byte[] pixels)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, WidthPx);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), HeightPx);
        (header[8], header[9]) = (8, 2);
        Chunk(file, "IHDR", header);
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Fastest))
        {
            for (var y = 0; y < HeightPx; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels, y * WidthPx * 3, WidthPx * 3);
            }
        }

        Chunk(file, "IDAT", rows.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    // The CRC that PNG asks for: reflected, polynomial 0xEDB88320.
    private static uint Crc(byte[] bytes)
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

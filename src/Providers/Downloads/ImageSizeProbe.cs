using System.Buffers.Binary;

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>Reads how large a JPEG or PNG picture is out of its head. Pure.</summary>
internal static class ImageSizeProbe
{
    private const int PngSizeAt = 16;
    private const int SegmentHeadBytes = 4;
    private const int FrameHeadBytes = 9;
    private const byte Marker = 0xFF;
    private const byte Padding = 0xFF;

    /// <summary>Sides, px; null when the head does not say.</summary>
    public static (int WidthPx, int HeightPx)? SizeOf(ReadOnlySpan<byte> file)
    {
        var size = ImageProbe.MediaTypeOf(file) switch
        {
            "image/png" when file.Length >= PngSizeAt + 8 => (BinaryPrimitives.ReadInt32BigEndian(file[PngSizeAt..]), BinaryPrimitives.ReadInt32BigEndian(file[(PngSizeAt + 4)..])),
            "image/jpeg" => OfJpeg(file),
            _ => (0, 0),
        };
        return size is ( > 0, > 0) ? size : null;
    }

    // Segments follow each other up to the one that starts the frame.
    private static (int WidthPx, int HeightPx) OfJpeg(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + FrameHeadBytes <= file.Length && file[at] == Marker;)
        {
            var kind = file[at + 1];
            if (kind == Padding)
            {
                at++;
                continue;
            }

            // C0 to CF start a frame, but for the tables and the reserved one among them.
            if (kind is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            }

            at += 2 + Math.Max(SegmentHeadBytes - 2, (int)BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]));
        }

        return (0, 0);
    }
}

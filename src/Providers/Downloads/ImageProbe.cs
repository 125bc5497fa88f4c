using System.Buffers.Binary;

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>Tells a complete JPEG, PNG or WebP by its first and last bytes.</summary>
internal static class ImageProbe
{
    private const int EdgeBytes = 12;

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Judges a seekable file.</summary>
    public static async Task<MediaProbe> RunAsync(Stream file, CancellationToken cancellationToken)
    {
        if (file.Length < 2 * EdgeBytes) return MediaProbe.Truncated("the file is too short for an image");
        var head = new byte[EdgeBytes];
        var tail = new byte[EdgeBytes];
        file.Position = 0;
        await file.ReadExactlyAsync(head, cancellationToken);
        file.Position = file.Length - EdgeBytes;
        await file.ReadExactlyAsync(tail, cancellationToken);

        if (head.AsSpan().StartsWith(PngSignature)) return Complete(tail.AsSpan().IndexOf("IEND"u8) >= 0, "PNG");
        if (head[0] == 0xFF && head[1] == 0xD8) return Complete(tail[^2] == 0xFF && tail[^1] == 0xD9, "JPEG");
        if (head.AsSpan(0, 4).SequenceEqual("RIFF"u8) && head.AsSpan(8, 4).SequenceEqual("WEBP"u8))
        {
            return Complete(BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)) + 8L <= file.Length, "WebP");
        }

        return MediaProbe.WrongType("the file is not a JPEG, PNG or WebP image");
    }

    private static MediaProbe Complete(bool isComplete, string kind) =>
        isComplete ? MediaProbe.Fine : MediaProbe.Truncated($"the {kind} image has no end");
}

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
        return Judge(head, tail, file.Length);
    }

    /// <summary>Judges a file in memory.</summary>
    public static MediaProbe Judge(ReadOnlySpan<byte> file) => file.Length < 2 * EdgeBytes
        ? MediaProbe.Truncated("the file is too short for an image")
        : Judge(file[..EdgeBytes], file[^EdgeBytes..], file.Length);

    /// <summary>The media type that the first bytes of a file tell; null when it is none of the three kinds.</summary>
    public static string? MediaTypeOf(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(PngSignature)) return "image/png";
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8])) return "image/jpeg";
        return file.Length >= EdgeBytes && file[..4].SequenceEqual("RIFF"u8) && file[8..EdgeBytes].SequenceEqual("WEBP"u8) ? "image/webp" : null;
    }

    private static MediaProbe Judge(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, long lengthBytes) => MediaTypeOf(head) switch
    {
        "image/png" => Complete(tail.IndexOf("IEND"u8) >= 0, "PNG"),
        "image/jpeg" => Complete(tail.IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0, "JPEG"),
        "image/webp" => Complete(BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L <= lengthBytes, "WebP"),
        _ => MediaProbe.WrongType("the file is not a JPEG, PNG or WebP image"),
    };

    private static MediaProbe Complete(bool isComplete, string kind) =>
        isComplete ? MediaProbe.Fine : MediaProbe.Truncated($"the {kind} image has no end");
}

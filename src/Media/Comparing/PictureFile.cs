namespace FunctionsPipeline.Media;

/// <summary>Tells pictures from videos by how a file begins, whatever its name says.</summary>
internal static class PictureFile
{
    private const int SignatureBytes = 12;

    /// <summary>True for PNG, JPEG and WebP; a GIF counts as a video.</summary>
    public static async Task<bool> IsPictureAsync(string path, CancellationToken cancellationToken)
    {
        var start = new byte[SignatureBytes];
        await using var file = File.OpenRead(path);
        var read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return IsPicture(start.AsSpan(0, read));
    }

    private static bool IsPicture(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])
        || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || (start.StartsWith("RIFF"u8) && start.EndsWith("WEBP"u8));
}

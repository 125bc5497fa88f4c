namespace FunctionsPipeline.Media;

/// <summary>Tells pictures from videos by how a file begins, whatever its name says.</summary>
internal static class PictureFile
{
    private const int SignatureBytes = 12;

    /// <summary>
    /// ffmpeg's name of a picture's format: PNG, JPEG and WebP. Null for anything else; a GIF counts as a video. Naming it keeps ffmpeg
    /// from taking a picture's file name for a pattern of many.
    /// </summary>
    public static string? FormatOf(string path)
    {
        try
        {
            Span<byte> start = stackalloc byte[SignatureBytes];
            using var file = File.OpenRead(path);
            var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return FormatOf(start[..read]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // ffmpeg is about to say the same in its own words, which become an error with a code.
            return null;
        }
    }

    private static string? FormatOf(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])) return "png_pipe";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "jpeg_pipe";
        return start.StartsWith("RIFF"u8) && start.EndsWith("WEBP"u8) ? "webp_pipe" : null;
    }
}

namespace FunctionsPipeline.Pipelines.Steps.Images;

/// <summary>What a file is by its first bytes: names and headers are not always right. Pure.</summary>
internal static class ImageFileKind
{
    private static readonly Dictionary<string, string> Endings = new(StringComparer.Ordinal)
    {
        ["image/png"] = ".png",
        ["image/jpeg"] = ".jpg",
        ["image/webp"] = ".webp",
    };

    private static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    /// <summary>Media type; null when it is neither PNG, JPEG nor WebP.</summary>
    public static string? MediaTypeOf(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(Png)) return "image/png";
        if (file.StartsWith(Jpeg)) return "image/jpeg";
        return file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8) ? "image/webp" : null;
    }

    /// <summary>Ending of a file's name.</summary>
    public static string EndingOf(string mediaType) => Endings[mediaType];
}

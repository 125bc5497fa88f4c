namespace FunctionsPipeline.Providers.Tests.Support;

/// <summary>Files that have the first and the last bytes of an image.</summary>
internal static class Png
{
    /// <summary>A PNG with an end.</summary>
    public static byte[] File(byte filler = 7) =>
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Enumerable.Repeat(filler, 40), 0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82];

    /// <summary>A PNG whose end is missing.</summary>
    public static byte[] Truncated => File()[..^12];

    /// <summary>A JPEG with an end.</summary>
    public static byte[] Jpeg => [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[40], 0xFF, 0xD9];
}

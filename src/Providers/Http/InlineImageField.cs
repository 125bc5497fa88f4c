using System.Buffers.Text;
using System.Text.Json;

namespace FunctionsPipeline.Providers.Http;

/// <summary>An image in base64, told by its bytes: what a reply says of the format is not always so. Pure.</summary>
internal static class InlineImageField
{
    /// <summary>Reads a field; a <c>data:</c> prefix is taken off.</summary>
    /// <returns>The image, malformed when it is not base64 of a whole PNG, JPEG or WebP file; null when the field is no text, so that no image is meant.</returns>
    public static GeneratedImage? Read(JsonElement image, string field)
    {
        if (image.ValueKind != JsonValueKind.Object || !image.TryGetProperty(field, out var content) || content.ValueKind != JsonValueKind.String) return null;
        return Bytes(content) is { } bytes ? GeneratedImage.OfFile(bytes) : new GeneratedImage(null, null) { Malformed = "the image is not base64" };
    }

    private static byte[]? Bytes(JsonElement field)
    {
        // Straight from the reply's bytes: a text of them would take twice the memory.
        if (field.TryGetBytesFromBase64(out var bytes)) return bytes;
        var text = field.GetString()!;
        var start = text.StartsWith("data:", StringComparison.Ordinal) ? text.IndexOf(',', StringComparison.Ordinal) + 1 : 0;
        return Base64.IsValid(text.AsSpan(start)) ? Convert.FromBase64String(text[start..]) : null;
    }
}

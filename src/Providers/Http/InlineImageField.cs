using System.Buffers.Text;
using System.Text.Json;
using FunctionsPipeline.Providers.Downloads;

namespace FunctionsPipeline.Providers.Http;

/// <summary>An image in base64, told by its first bytes: what a reply says of the format is not always so. Pure.</summary>
internal static class InlineImageField
{
    /// <summary>Reads a field; a <c>data:</c> prefix is taken off.</summary>
    /// <returns>False when it is not base64 of a PNG, JPEG or WebP file.</returns>
    public static bool TryRead(JsonElement field, out InlineImage image)
    {
        image = new InlineImage("", ReadOnlyMemory<byte>.Empty);
        if (field.ValueKind != JsonValueKind.String || Bytes(field) is not { } bytes || ImageProbe.MediaTypeOf(bytes) is not { } mediaType) return false;
        image = new InlineImage(mediaType, bytes);
        return true;
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

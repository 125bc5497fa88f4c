using System.Buffers;
using System.Text.Json;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Reads a body without trusting its length.</summary>
internal static class BoundedBody
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>The bytes of a reply.</summary>
    /// <exception cref="InvalidDataException">Longer than the bound, counted after decompression.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int bytesMax, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await body.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                if (body.Length > bytesMax) throw new InvalidDataException($"The reply is longer than {bytesMax} bytes.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>The JSON of a body; null when it is empty or blank.</summary>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static JsonElement? ParseJson(ReadOnlySpan<byte> bytes) => bytes.Trim(" \t\r\n"u8).IsEmpty ? null : JsonElement.Parse(bytes);
}

using System.Buffers;
using System.Text.Json;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Reads a JSON body without trusting its length.</summary>
internal static class BoundedBody
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>The JSON of a reply; null when the body is empty or blank.</summary>
    /// <exception cref="InvalidDataException">Longer than <see cref="Limits.JsonBodyBytesMax"/>, counted after decompression.</exception>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static async Task<JsonElement?> ReadJsonAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await body.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                if (body.Length > Limits.JsonBodyBytesMax)
                {
                    throw new InvalidDataException($"The reply is longer than {Limits.JsonBodyBytesMax} bytes.");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        return bytes.Trim(" \t\r\n"u8).IsEmpty ? null : JsonElement.Parse(bytes);
    }
}

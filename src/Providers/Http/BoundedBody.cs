using System.Buffers;
using System.Text.Json;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Reads a JSON body without trusting its length.</summary>
internal static class BoundedBody
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>The JSON of a reply; null when the body is empty or blank.</summary>
    /// <param name="content">The body.</param>
    /// <param name="bytesMax">Bound on its length, counted after decompression.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">Longer than <paramref name="bytesMax"/>.</exception>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static async Task<JsonElement?> ReadJsonAsync(HttpContent content, int bytesMax, CancellationToken cancellationToken)
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
                if (body.Length > bytesMax)
                {
                    throw new InvalidDataException($"The reply is longer than {bytesMax} bytes.");
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

using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Api;

/// <summary>Reads JSON bodies: of the right type, of a bounded size, without fields that nobody knows.</summary>
internal static class RequestBody
{
    private static readonly JsonSerializerOptions Strict = CreateStrict();

    /// <summary>The body's bytes; empty when there is none.</summary>
    /// <exception cref="ApiException">It is too large or not JSON by its own word.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int bytesMax, CancellationToken cancellationToken)
    {
        if (request.ContentLength > bytesMax) throw TooLarge(bytesMax);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + read > bytesMax) throw TooLarge(bytesMax);
            await bytes.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        // An empty body is nobody's type; a form or a text may come from a page of any origin without the browser asking us first.
        if (bytes.Length > 0 && !request.HasJsonContentType())
        {
            throw new ApiException(415, "unsupported_media_type", $"The body is of type '{request.ContentType}'; allowed: application/json.");
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <summary>The body as a record; a new one when there is no body.</summary>
    /// <exception cref="ApiException">It is not one.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : new()
    {
        var bytes = await ReadAsync(request, ApiLimits.BodyBytesMax, cancellationToken);
        return bytes.IsEmpty ? new T() : Parse<T>(bytes);
    }

    /// <summary>A body as a record.</summary>
    /// <exception cref="ApiException">It is not one.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body.Span, Strict)
                ?? throw new ApiException(400, "invalid_json", "The body is null; allowed: an object.");
        }
        catch (JsonException exception)
        {
            throw Invalid(exception);
        }
    }

    /// <summary>What is wrong with a document.</summary>
    public static ApiException Invalid(JsonException exception)
    {
        var place = exception.LineNumber is { } line ? $" (line {line + 1}, byte {exception.BytePositionInLine + 1})" : "";
        var message = exception.Message.Split(" Path:")[0].Split(" LineNumber:")[0];
        return new ApiException(400, "invalid_json", $"The body cannot be read{place}: {message} Nothing was changed.");
    }

    private static ApiException TooLarge(int bytesMax) =>
        new(413, "body_too_large", $"The body is larger than {bytesMax} bytes. Nothing was started.", "Start a batch so large from a file: pipeline run SPEC.");

    private static JsonSerializerOptions CreateStrict() => new(Durable.DurableJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        MaxDepth = ApiLimits.NestingMax,
    };
}

using System.Text.Json;
using FunctionsPipeline.Providers.Downloads;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Reads a response whole: JSON or, where a call takes one, an image; and when the provider wants to be asked again.</summary>
internal static class ReplyReader
{
    /// <exception cref="JsonException">A good status with a body that is not JSON.</exception>
    /// <exception cref="InvalidDataException">A good status with a body that is too long.</exception>
    public static async Task<ProviderReply> ReadAsync(
        ProviderCall call, HttpResponseMessage response, TimeProvider clock, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        try
        {
            var bytes = await BoundedBody.ReadAsync(response.Content, call.ReplyBytesMax, cancellationToken);
            if (response.IsSuccessStatusCode && call.TakesImage && ImageOf(bytes) is { } reply) return reply with { Status = status };
            if (response.IsSuccessStatusCode && call.TakesFile && FileTypeOf(response) is { } type) return Of(call, response, null, clock) with { File = bytes, FileMediaType = type };
            return Of(call, response, BoundedBody.ParseJson(bytes.Span), clock);
        }
        catch (Exception exception) when (!response.IsSuccessStatusCode && exception is JsonException or InvalidDataException)
        {
            // An error page of a proxy: the status says enough.
            return Of(call, response, null, clock);
        }
        catch (JsonException) when (call.TakesImage)
        {
            return Of(call, response, null, clock) with { MalformedImage = "the reply is neither a JPEG, PNG or WebP image nor JSON" };
        }
    }

    private static ProviderReply Of(ProviderCall call, HttpResponseMessage response, JsonElement? body, TimeProvider clock)
    {
        var status = (int)response.StatusCode;
        var wish = RetryAfterHeader.Read(response, clock)
            ?? RetryWish.InBody(status, body)
            ?? RetryWish.InRateHeaders(response.Headers, status, clock);
        return new ProviderReply(status, body, wish)
        {
            ForbidsRetry = RetryAfterHeader.ForbidsRetry(response),
            Headers = HeadersOf(call, response),
            Location = response.Headers.Location is { IsAbsoluteUri: true } link ? link : null,
            Range = response.Headers.TryGetValues("Range", out var range) ? range.First().Trim() : null,
        };
    }

    private static Dictionary<string, string> HeadersOf(ProviderCall call, HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in call.HeadersWanted)
        {
            if (response.Headers.NonValidated.TryGetValues(name, out var values)) headers[name] = values.ToString().Trim();
        }

        return headers;
    }

    /// <summary>Null when the header says that it is JSON: an error with a good status.</summary>
    private static string? FileTypeOf(HttpResponseMessage response)
    {
        var type = (response.Content.Headers.ContentType?.MediaType ?? "").ToLowerInvariant();
        return type.EndsWith("json", StringComparison.Ordinal) ? null : type;
    }

    /// <summary>A reply that begins like an image, or has nothing in it; null when it may be JSON.</summary>
    private static ProviderReply? ImageOf(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return new ProviderReply(0, null, null) { MalformedImage = "the reply is empty" };
        if (ImageProbe.MediaTypeOf(bytes.Span) is not { } mediaType) return null;
        var probe = ImageProbe.Judge(bytes.Span);
        return probe.Fault is null
            ? new ProviderReply(0, null, null) { Image = new InlineImage(mediaType, bytes) }
            : new ProviderReply(0, null, null) { MalformedImage = probe.Reason };
    }
}

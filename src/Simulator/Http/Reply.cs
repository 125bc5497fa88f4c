using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsPipeline.Simulator.Http;

/// <summary>Reads and writes JSON bodies.</summary>
internal static class Reply
{
    /// <summary>Answers with a JSON body.</summary>
    public static Task WriteAsync<T>(HttpContext context, int status, T body, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body, type, cancellationToken: context.RequestAborted);
    }

    /// <summary>Answers with a JSON body that was written when the call was accepted.</summary>
    public static Task WriteAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    /// <summary>The JSON object in the request; null when there is none.</summary>
    public static async Task<JsonElement?> ReadObjectAsync(HttpRequest request)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

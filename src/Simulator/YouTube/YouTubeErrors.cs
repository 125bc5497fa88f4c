using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.YouTube;

/// <summary>YouTube's errors: the older form of Google's, with a reason in a list.</summary>
internal sealed class YouTubeErrors : IErrorVoice
{
    /// <summary>The only instance; it has no state.</summary>
    public static YouTubeErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message)
    {
        // YouTube has no Retry-After.
        context.Response.Headers.Remove("Retry-After");
        var reason = status switch
        {
            401 => "authError",
            403 => "forbidden",
            404 => "notFound",
            429 => "rateLimitExceeded",
            >= 500 => "backendError",
            _ => "badRequest",
        };
        return ReasonAsync(context, status, reason, message);
    }

    /// <summary>An error with its reason.</summary>
    public static Task ReasonAsync(HttpContext context, int status, string reason, string message, string domain = "youtube")
    {
        context.Response.StatusCode = status;
        var entry = new JsonObject { ["message"] = message, ["domain"] = domain, ["reason"] = reason };
        var error = new JsonObject { ["error"] = new JsonObject { ["code"] = status, ["message"] = message, ["errors"] = new JsonArray(entry) } };
        return Reply.WriteAsync(context, error.ToJsonString());
    }

    /// <summary>The day's quota is used up.</summary>
    public static Task QuotaAsync(HttpContext context) =>
        ReasonAsync(context, 403, "quotaExceeded", "The request cannot be completed because you have exceeded your quota.", "youtube.quota");
}

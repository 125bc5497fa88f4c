using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Gemini;

/// <summary>Google's errors: an object with the status as number and as word; or, from the proxies in between, a web page.</summary>
internal sealed class GeminiErrors : IErrorVoice
{
    private const string TypePrefix = "type.googleapis.com/google.rpc.";

    /// <summary>The only instance; it has no state.</summary>
    public static GeminiErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message)
    {
        if (WordOf(status) is not { } word) return PageAsync(context, status);

        // Google has no Retry-After: the wait stands in the body.
        var wait = context.Response.Headers.RetryAfter.ToString();
        context.Response.Headers.Remove("Retry-After");
        IReadOnlyList<GeminiErrorDetail>? details = wait.Length == 0 ? null : [new GeminiErrorDetail(TypePrefix + "RetryInfo") { RetryDelay = wait + "s" }];
        return ErrorAsync(context, status, word, message, details);
    }

    /// <summary>No usable key: a wrong one is a bad request, a missing one is forbidden.</summary>
    public static Task KeyAsync(HttpContext context, KeyCheck check) => check == KeyCheck.Wrong
        ? ErrorAsync(
            context, 400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
            [new GeminiErrorDetail(TypePrefix + "ErrorInfo") { Reason = "API_KEY_INVALID", Domain = "googleapis.com" }])
        : ErrorAsync(context, 403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers. Please use API Key or other form of identity.", null);

    private static Task ErrorAsync(HttpContext context, int status, string word, string message, IReadOnlyList<GeminiErrorDetail>? details) =>
        Reply.WriteAsync(context, status, new GeminiErrorBody(new GeminiError(status, message, word, details)), GeminiJson.Default.GeminiErrorBody);

    private static Task PageAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=UTF-8";
        return context.Response.WriteAsync($"<!DOCTYPE html><title>Error {status} (Server Error)!!1</title>", context.RequestAborted);
    }

    private static string? WordOf(int status) => status switch
    {
        400 => "INVALID_ARGUMENT",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        500 => "INTERNAL",
        503 => "UNAVAILABLE",
        _ => null,
    };
}

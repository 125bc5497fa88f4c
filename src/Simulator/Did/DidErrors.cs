using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Did;

/// <summary>D-ID's errors: a kind and a description.</summary>
internal sealed class DidErrors : IErrorVoice
{
    /// <summary>The only instance; it has no state.</summary>
    public static DidErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message) => WriteAsync(context, status, KindOf(status), message);

    /// <inheritdoc/>
    public Task WriteQuotaAsync(HttpContext context) => WriteAsync(context, 402, "InsufficientCreditsError", "not enough credits");

    /// <summary>Answers with a kind.</summary>
    public static Task WriteAsync(HttpContext context, int status, string kind, string description)
    {
        context.Response.StatusCode = status;
        return Reply.WriteAsync(context, new JsonObject { ["kind"] = kind, ["description"] = description }.ToJsonString());
    }

    private static string KindOf(int status) => status switch
    {
        401 => "AuthorizationError",
        402 => "InsufficientCreditsError",
        403 => "PermissionError",
        404 => "NotFoundError",
        429 => "TooManyRequestsError",
        451 => "ModerationError",
        >= 500 => "InternalServerError",
        _ => "BadRequestError",
    };
}

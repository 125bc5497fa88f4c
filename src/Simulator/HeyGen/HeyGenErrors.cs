using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.HeyGen;

/// <summary>HeyGen's errors: no data, and an error with a code and a message.</summary>
internal sealed class HeyGenErrors : IErrorVoice
{
    /// <summary>The only instance; it has no state.</summary>
    public static HeyGenErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message) => WriteAsync(context, status, CodeOf(status), message);

    /// <inheritdoc/>
    public Task WriteQuotaAsync(HttpContext context) => WriteAsync(context, 402, "insufficient_credit", "Insufficient credit. This operation requires more credits than you have.");

    /// <summary>Answers with a code.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        return Reply.WriteAsync(context, new JsonObject { ["data"] = null, ["error"] = error }.ToJsonString());
    }

    private static string CodeOf(int status) => status switch
    {
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        429 => "rate_limit_exceeded",
        >= 500 => "internal_error",
        _ => "invalid_parameter",
    };
}

using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Fal;

/// <summary>fal's errors: a list of problems from a model, a text with a type from the machinery, a bare text from the door.</summary>
internal sealed class FalErrors : IErrorVoice
{
    /// <summary>The only instance; it has no state.</summary>
    public static FalErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message) => MachineAsync(context, status, message, TypeOf(status));

    /// <summary>An error of the machinery around the model.</summary>
    public static Task MachineAsync(HttpContext context, int status, string message, string? type)
    {
        if (type is not null) context.Response.Headers["X-Fal-Error-Type"] = type;
        return Reply.WriteAsync(context, status, new FalMachineError(message, type), FalJson.Default.FalMachineError);
    }

    /// <summary>An error of the model itself.</summary>
    public static Task ModelAsync(HttpContext context, int status, IReadOnlyList<string> location, string message, string type)
    {
        context.Response.Headers["X-Fal-Error-Type"] = type;
        var problem = new FalProblem(location, message, type, "https://docs.fal.ai/errors#" + type);
        return Reply.WriteAsync(context, status, new FalModelError([problem]), FalJson.Default.FalModelError);
    }

    /// <summary>No usable key.</summary>
    public static Task KeyAsync(HttpContext context, KeyCheck check) => MachineAsync(
        context,
        StatusCodes.Status401Unauthorized,
        check == KeyCheck.Wrong ? "No user found for the given key" : "Authentication is required: send Authorization: Key ...",
        type: null);

    /// <summary>A request id that is not known under this application.</summary>
    public static Task UnknownRequestAsync(HttpContext context) =>
        Reply.WriteAsync(context, StatusCodes.Status404NotFound, new FalWord("NOT_FOUND"), FalJson.Default.FalWord);

    private static string TypeOf(int status) => status switch
    {
        429 => "concurrent_requests_limit",
        502 => "runner_incomplete_response",
        503 => "runner_connection_error",
        504 => "request_timeout",
        _ => "internal_error",
    };
}

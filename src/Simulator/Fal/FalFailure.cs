using FunctionsPipeline.Simulator.Calls;

namespace FunctionsPipeline.Simulator.Fal;

/// <summary>Why a request has no output: shown in its status as text and type, and by the result call as an HTTP error.</summary>
/// <param name="HttpStatus">Status of the result call.</param>
/// <param name="Type">The service's word for it.</param>
/// <param name="Message">Text.</param>
/// <param name="Location">Field of the input, for errors of the model; null for errors of the machinery.</param>
internal sealed record FalFailure(int HttpStatus, string Type, string Message, IReadOnlyList<string>? Location)
{
    /// <summary>The failure that a state means, or null when it means none.</summary>
    public static FalFailure? Of(CallState state, InputProblem? problem) => (state, problem) switch
    {
        (CallState.Failed, not null) => new(422, problem.Type, problem.Message, ["body", problem.Field]),
        (CallState.Failed, null) => new(500, "downstream_service_error", "Downstream service error", ["body"]),
        (CallState.Refused, _) => new(
            422, "content_policy_violation", "The content could not be processed because it was flagged by a content checker.", ["body", "prompt"]),
        (CallState.Expired, _) => new(504, "request_timeout", "The request timed out.", Location: null),
        (CallState.Cancelled, _) => new(499, "client_cancelled", "The request was cancelled.", Location: null),
        _ => null,
    };

    /// <summary>Answers with it.</summary>
    public Task WriteAsync(HttpContext context) => Location is null
        ? FalErrors.MachineAsync(context, HttpStatus, Message, Type)
        : FalErrors.ModelAsync(context, HttpStatus, Location, Message, Type);
}

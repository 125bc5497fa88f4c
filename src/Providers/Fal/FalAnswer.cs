using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Fal;

/// <summary>How a request in fal's queue stands.</summary>
internal abstract record FalAnswer
{
    private FalAnswer() { }

    /// <summary>Queued or running.</summary>
    public sealed record Waiting(int? QueuePosition) : FalAnswer;

    /// <summary>Done.</summary>
    /// <param name="Output">The model's output.</param>
    /// <param name="Call">The result call, to name in an error about the output.</param>
    /// <param name="Reply">Its reply.</param>
    public sealed record Finished(JsonElement Output, ProviderCall Call, ProviderReply Reply) : FalAnswer;

    /// <summary>The model failed or refused.</summary>
    public sealed record Broken(FalError Error) : FalAnswer;
}

/// <summary>Why a request failed, from the status or from the result.</summary>
internal sealed record FalError(string? Code, string? Message, int? HttpStatus)
{
    /// <summary>True when the result was asked for before it was there.</summary>
    public bool IsTooEarly => Message?.Contains("still in progress", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>True when the model refused the content.</summary>
    public bool IsRefusal => StatusFailure.IsAboutContent(new ErrorBody(Code, Message));

    /// <summary>True when a new request may succeed: the fault was a runner's or another service's.</summary>
    public bool IsPassing => !IsRefusal && (HttpStatus >= 500
        || Code is "generation_timeout" or "downstream_service_error" or "internal_error" or "request_timeout" or "startup_timeout"
        || Code?.StartsWith("runner_", StringComparison.Ordinal) == true);

    /// <summary>The error that a COMPLETED status carries, or null.</summary>
    public static FalError? InStatus(JsonElement status)
    {
        var error = ErrorBody.Parse(status);
        var hasError = status.Text("error") is not null || status.Object("error") is not null || status.Text("error_type") is not null;
        return hasError ? new FalError(status.Text("error_type") ?? error.Code, error.Message, null) : null;
    }

    /// <summary>The error that the result call answers.</summary>
    public static FalError InResult(int httpStatus, JsonElement? body)
    {
        var error = ErrorBody.Parse(body);
        return new FalError(error.Code, error.Message, httpStatus);
    }

    /// <summary>Fills what this one leaves open.</summary>
    public FalError Or(FalError? other) => new(Code ?? other?.Code, Message ?? other?.Message, HttpStatus ?? other?.HttpStatus);
}

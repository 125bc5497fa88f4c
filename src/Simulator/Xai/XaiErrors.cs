using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Xai;

/// <summary>
/// xAI's errors. The service words them in three forms, and which one comes depends on the part of it that answers:
/// an object with code and message from the models, code and text from the front door, and text alone from the machinery in between.
/// </summary>
internal sealed class XaiErrors : IErrorVoice
{
    /// <summary>The only instance; it has no state.</summary>
    public static XaiErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message) => status switch
    {
        429 => FrontDoorAsync(context, status, "Some resource has been exhausted", message),
        _ => Reply.WriteAsync(context, status, new XaiTextError(message), XaiJson.Default.XaiTextError),
    };

    /// <summary>No Authorization header.</summary>
    public static Task MissingKeyAsync(HttpContext context) => Reply.WriteAsync(
        context, 401, new XaiTextError("No Authorization header, or it has no Bearer token."), XaiJson.Default.XaiTextError);

    /// <summary>A key that is not known: 400, not 401.</summary>
    public static Task WrongKeyAsync(HttpContext context) => FrontDoorAsync(
        context, 400, "Client specified an invalid argument", "Incorrect API key provided. You can obtain an API key from the console.");

    /// <summary>A body that is not a JSON object.</summary>
    public static Task UnreadableAsync(HttpContext context) => context.Request.HasJsonContentType()
        ? FrontDoorAsync(context, 400, "invalid-argument", "The request body is not a JSON object.")
        : FrontDoorAsync(context, 415, "invalid-argument", "Expected a request with Content-Type: application/json.");

    /// <summary>No request with that id, or its result was handed out before.</summary>
    public static Task UnknownRequestAsync(HttpContext context) =>
        FrontDoorAsync(context, 404, "not-found", "No request with this id was found.");

    /// <summary>A field that is missing, of another type, or out of range.</summary>
    public static Task FieldAsync(HttpContext context, XaiFieldProblem problem) => Reply.WriteAsync(
        context,
        problem.Status,
        new XaiObjectError(new XaiErrorDetail(problem.Message, "invalid_request_error", problem.Field, problem.Code)),
        XaiJson.Default.XaiObjectError);

    private static Task FrontDoorAsync(HttpContext context, int status, string code, string text) =>
        Reply.WriteAsync(context, status, new XaiCodeError(code, text), XaiJson.Default.XaiCodeError);
}

/// <summary>What is wrong with a field.</summary>
/// <param name="Status">404 for an unknown model, 422 for missing or of another type, 400 for out of range.</param>
/// <param name="Field">Name of the field.</param>
/// <param name="Code">Short code.</param>
/// <param name="Message">Text.</param>
internal sealed record XaiFieldProblem(int Status, string Field, string Code, string Message)
{
    /// <summary>The field is not there, or of another type.</summary>
    public static XaiFieldProblem Missing(string field, string expected) =>
        new(422, field, "invalid_field", $"Failed to read the request body: {field}: expected {expected}.");

    /// <summary>The value is not one of those allowed.</summary>
    public static XaiFieldProblem OutOfRange(string field, string allowed) =>
        new(400, field, "invalid_value", $"{field} must be {allowed}.");

    /// <summary>No such model.</summary>
    public static XaiFieldProblem UnknownModel(string model) =>
        new(404, "model", "model_not_found", $"The model {model} does not exist or your team does not have access to it.");
}

using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>OpenAI's errors: always an object with message, type, param and code, of which the last two may be null.</summary>
internal sealed class OpenAiErrors : IErrorVoice
{
    /// <summary>The only instance; it has no state.</summary>
    public static OpenAiErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message) => WriteAsync(context, status switch
    {
        429 => new OpenAiProblem(429, message) { Type = "requests", Code = "rate_limit_exceeded" },
        >= 500 => new OpenAiProblem(status, message) { Type = "server_error" },
        _ => new OpenAiProblem(status, message),
    });

    /// <inheritdoc/>
    public Task WriteQuotaAsync(HttpContext context) => WriteAsync(
        context,
        new OpenAiProblem(429, "You exceeded your current quota, please check your plan and billing details.") { Type = "insufficient_quota", Code = "insufficient_quota" });

    /// <summary>Answers with a problem.</summary>
    public static Task WriteAsync(HttpContext context, OpenAiProblem problem) => Reply.WriteAsync(
        context,
        problem.Status,
        new OpenAiError(new OpenAiErrorDetail(problem.Message, problem.Type, problem.Field, problem.Code)),
        OpenAiJson.Default.OpenAiError);
}

/// <summary>Why a request is not taken.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">Text.</param>
internal sealed record OpenAiProblem(int Status, string Message)
{
    /// <summary>Kind of error.</summary>
    public string Type { get; init; } = "invalid_request_error";

    /// <summary>Field that it is about, or null.</summary>
    public string? Field { get; init; }

    /// <summary>Short code, or null.</summary>
    public string? Code { get; init; }

    /// <summary>No Authorization header.</summary>
    public static OpenAiProblem MissingKey { get; } =
        new(401, "You didn't provide an API key. Send it in an Authorization header: Authorization: Bearer YOUR_KEY.");

    /// <summary>A key that is not known. It is echoed with its middle hidden, as the service does.</summary>
    public static OpenAiProblem WrongKey { get; } = new(401, "Incorrect API key provided: bad-***.") { Code = "invalid_api_key" };

    /// <summary>Moderation holds an image back.</summary>
    public static OpenAiProblem ImageBlocked { get; } =
        new(400, "Your request was rejected by the safety system.") { Type = "image_generation_user_error", Code = "moderation_blocked" };

    /// <summary>Moderation holds a speech back.</summary>
    public static OpenAiProblem SpeechBlocked { get; } =
        new(400, "Your request was rejected by the safety system.") { Code = "content_policy_violation" };

    /// <summary>A picture that a model cannot look at.</summary>
    public static OpenAiProblem UnreadableImage { get; } =
        new(400, "The image cannot be read; expected a whole PNG, JPEG, GIF or WebP file of at most 20 MB.") { Code = "invalid_image_format" };

    /// <summary>The field is not there.</summary>
    public static OpenAiProblem Missing(string field) =>
        new(400, $"Missing required parameter: '{field}'.") { Field = field, Code = "missing_required_parameter" };

    /// <summary>The field is of another type.</summary>
    public static OpenAiProblem WrongType(string field, string expected) =>
        new(400, $"Invalid type for '{field}': expected {expected}.") { Field = field, Code = "invalid_type" };

    /// <summary>The value is not one of those allowed.</summary>
    public static OpenAiProblem WrongValue(string field, string allowed) =>
        new(400, $"Invalid value for '{field}': expected {allowed}.") { Field = field, Code = "invalid_value" };

    /// <summary>The model does not take the field.</summary>
    public static OpenAiProblem Unsupported(string field, string instead) =>
        new(400, $"Unsupported parameter: '{field}' is not supported with this model. {instead}") { Field = field, Code = "unsupported_parameter" };

    /// <summary>No such field.</summary>
    public static OpenAiProblem Unknown(string field) =>
        new(400, $"Unknown parameter: '{field}'.") { Field = field, Code = "unknown_parameter" };

    /// <summary>No such model.</summary>
    public static OpenAiProblem UnknownModel(string model) =>
        new(404, $"The model `{model}` does not exist or you do not have access to it.") { Code = "model_not_found" };
}

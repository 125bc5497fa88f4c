using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.ElevenLabs;

/// <summary>ElevenLabs' errors: a status and a text inside <c>detail</c>, or a list of wrong fields.</summary>
internal sealed class ElevenLabsErrors : IErrorVoice
{
    /// <summary>The only instance; it has no state.</summary>
    public static ElevenLabsErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message) => WriteAsync(context, status, WordOf(status), message);

    /// <summary>A key that is right and has no credit left is answered with 401, as a wrong one.</summary>
    public Task WriteQuotaAsync(HttpContext context) =>
        WriteAsync(context, 401, "quota_exceeded", "This request exceeds your quota. You have 0 credits remaining.");

    /// <summary>Answers with a status word.</summary>
    public static Task WriteAsync(HttpContext context, int status, string word, string message) =>
        Reply.WriteAsync(context, status, new ElevenLabsError(new ElevenLabsErrorDetail(word, message)), ElevenLabsJson.Default.ElevenLabsError);

    /// <summary>A field that is missing or of another type.</summary>
    public static Task FieldAsync(HttpContext context, string field, string message) => Reply.WriteAsync(
        context, 422, new ElevenLabsFieldErrors([new ElevenLabsFieldError(["body", field], message, "value_error")]), ElevenLabsJson.Default.ElevenLabsFieldErrors);

    private static string WordOf(int status) => status switch
    {
        401 => "invalid_api_key",
        425 => "too_early",
        429 => "system_busy",
        >= 500 => "internal_server_error",
        _ => "invalid_request",
    };
}

using System.Text.Json.Serialization;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.HuggingFace;

/// <summary>Hugging Face's errors: a text, a list of texts from the model's own checks, and a wait while a model is being loaded.</summary>
internal sealed class HuggingFaceErrors : IErrorVoice
{
    private const double LoadingSeconds = 20;

    /// <summary>The only instance; it has no state.</summary>
    public static HuggingFaceErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message) => status == 503
        ? Reply.WriteAsync(
            context, status, new HuggingFaceError("The model is currently loading") { EstimatedTime = LoadingSeconds }, HuggingFaceJson.Default.HuggingFaceError)
        : Reply.WriteAsync(context, status, new HuggingFaceError(message), HuggingFaceJson.Default.HuggingFaceError);

    /// <summary>Inputs that the model does not take.</summary>
    public static Task InputAsync(HttpContext context, string problem) =>
        Reply.WriteAsync(context, 422, new HuggingFaceErrorList([problem]), HuggingFaceJson.Default.HuggingFaceErrorList);
}

internal sealed record HuggingFaceError(string Error)
{
    public double? EstimatedTime { get; init; }
}

internal sealed record HuggingFaceErrorList(IReadOnlyList<string> Error);

/// <summary>Hugging Face's wire format of errors: snake_case; what is not there is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HuggingFaceError))]
[JsonSerializable(typeof(HuggingFaceErrorList))]
internal sealed partial class HuggingFaceJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Simulator.OpenAi;

internal sealed record OpenAiError(OpenAiErrorDetail Error);

internal sealed record OpenAiErrorDetail(string Message, string Type, string? Param, string? Code);

internal sealed record OpenAiModel(string Id, string Object, long Created, string OwnedBy);

internal sealed record OpenAiModelList(string Object, IReadOnlyList<OpenAiModel> Data);

internal sealed record OpenAiCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<OpenAiChoice> Choices)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenAiUsage? Usage { get; init; }
}

internal sealed record OpenAiChoice(int Index, OpenAiMessage Message, string FinishReason);

internal sealed record OpenAiMessage(string Role, string? Content, string? Refusal);

internal sealed record OpenAiUsage(long PromptTokens, long CompletionTokens, long TotalTokens)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenAiPromptTokens? PromptTokensDetails { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenAiCompletionTokens? CompletionTokensDetails { get; init; }
}

internal sealed record OpenAiPromptTokens(long CachedTokens, long AudioTokens);

internal sealed record OpenAiCompletionTokens(long ReasoningTokens, long AudioTokens);

internal sealed record OpenAiImageList(long Created, IReadOnlyList<OpenAiImage> Data, string OutputFormat, string Size)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Quality { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenAiImageUsage? Usage { get; init; }
}

internal sealed record OpenAiImage(string B64Json);

internal sealed record OpenAiImageUsage(long InputTokens, long OutputTokens, long TotalTokens, OpenAiImageInputTokens InputTokensDetails);

internal sealed record OpenAiImageInputTokens(long TextTokens, long ImageTokens);

internal sealed record OpenAiVectorList(string Object, IReadOnlyList<OpenAiVector> Data, string Model)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenAiVectorUsage? Usage { get; init; }
}

/// <summary>A vector: a list of numbers, or base64 of little-endian floats.</summary>
internal sealed record OpenAiVector(string Object, int Index, JsonElement Embedding);

internal sealed record OpenAiVectorUsage(long PromptTokens, long TotalTokens);

/// <summary>OpenAI's wire format: snake_case; what is not there is null, not left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OpenAiError))]
[JsonSerializable(typeof(OpenAiModelList))]
[JsonSerializable(typeof(OpenAiCompletion))]
[JsonSerializable(typeof(OpenAiImageList))]
[JsonSerializable(typeof(OpenAiVectorList))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class OpenAiJson : JsonSerializerContext;

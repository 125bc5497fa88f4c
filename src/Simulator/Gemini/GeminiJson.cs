using System.Text.Json.Serialization;

namespace FunctionsPipeline.Simulator.Gemini;

internal sealed record GeminiErrorBody(GeminiError Error);

internal sealed record GeminiError(int Code, string Message, string Status, IReadOnlyList<GeminiErrorDetail>? Details);

internal sealed record GeminiErrorDetail([property: JsonPropertyName("@type")] string Type)
{
    public string? Reason { get; init; }

    public string? Domain { get; init; }

    public string? RetryDelay { get; init; }
}

internal sealed record GeminiModelList(IReadOnlyList<GeminiModel> Models);

internal sealed record GeminiModel(string Name, IReadOnlyList<string> SupportedGenerationMethods);

internal sealed record GeminiResponse(string ModelVersion, string ResponseId, GeminiUsage UsageMetadata)
{
    public IReadOnlyList<GeminiCandidate>? Candidates { get; init; }

    public GeminiPromptFeedback? PromptFeedback { get; init; }
}

internal sealed record GeminiCandidate(GeminiContent? Content, string FinishReason, int Index);

internal sealed record GeminiContent(IReadOnlyList<GeminiPart> Parts, string Role);

internal sealed record GeminiPart
{
    public string? Text { get; init; }

    public GeminiBlob? InlineData { get; init; }
}

internal sealed record GeminiBlob(string MimeType, string Data);

internal sealed record GeminiPromptFeedback(string BlockReason);

/// <summary>Tokens. The count of the candidates leaves the thoughts out; the total holds them.</summary>
internal sealed record GeminiUsage(long PromptTokenCount, long TotalTokenCount)
{
    public long? CandidatesTokenCount { get; init; }

    public long? ThoughtsTokenCount { get; init; }
}

internal sealed record GeminiEmbeddingList(IReadOnlyList<GeminiEmbedding> Embeddings)
{
    public GeminiEmbeddingUsage? UsageMetadata { get; init; }
}

internal sealed record GeminiEmbedding(IReadOnlyList<float> Values);

internal sealed record GeminiEmbeddingUsage(long PromptTokenCount);

/// <summary>Google's wire format: camelCase; what is not there is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GeminiErrorBody))]
[JsonSerializable(typeof(GeminiModelList))]
[JsonSerializable(typeof(GeminiResponse))]
[JsonSerializable(typeof(GeminiEmbeddingList))]
internal sealed partial class GeminiJson : JsonSerializerContext;

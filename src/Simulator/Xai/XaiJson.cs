using System.Text.Json.Serialization;

namespace FunctionsPipeline.Simulator.Xai;

internal sealed record XaiTextError(string Error);

internal sealed record XaiCodeError(string Code, string Error);

internal sealed record XaiObjectError(XaiErrorDetail Error);

internal sealed record XaiErrorDetail(string Message, string Type, string Param, string Code);

internal sealed record XaiAccepted(string RequestId);

internal sealed record XaiVideoStatus(string Status)
{
    public int? Progress { get; init; }

    public string? Model { get; init; }

    public XaiVideo? Video { get; init; }

    public XaiUsage? Usage { get; init; }

    public XaiGenerationError? Error { get; init; }
}

internal sealed record XaiVideo(string? Url, int Duration, bool RespectModeration);

internal sealed record XaiUsage(long CostInUsdTicks);

internal sealed record XaiGenerationError(string Code, string Message);

internal sealed record XaiModel(string Id, string Object, long Created, string OwnedBy);

internal sealed record XaiModelList(IReadOnlyList<XaiModel> Data, string Object);

internal sealed record XaiImageList(IReadOnlyList<XaiImage> Data, XaiUsage Usage);

internal sealed record XaiImage(string? Url, string? B64Json, string? RevisedPrompt, string? MimeType, bool RespectModeration);

internal sealed record XaiCompletion(
    string Id, string Object, long Created, string Model, IReadOnlyList<XaiChoice> Choices, XaiChatUsage Usage, string SystemFingerprint);

internal sealed record XaiChoice(int Index, XaiMessage Message, string FinishReason);

internal sealed record XaiMessage(string Role, string Content, string? ReasoningContent, string? Refusal);

internal sealed record XaiChatUsage(
    long PromptTokens,
    long CompletionTokens,
    long TotalTokens,
    XaiPromptTokens PromptTokensDetails,
    XaiCompletionTokens CompletionTokensDetails,
    int NumSourcesUsed,
    long CostInUsdTicks);

internal sealed record XaiPromptTokens(long TextTokens, long AudioTokens, long ImageTokens, long CachedTokens);

internal sealed record XaiCompletionTokens(long ReasoningTokens, long AudioTokens);

/// <summary>xAI's wire format: snake_case; what is not there is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(XaiTextError))]
[JsonSerializable(typeof(XaiCodeError))]
[JsonSerializable(typeof(XaiObjectError))]
[JsonSerializable(typeof(XaiAccepted))]
[JsonSerializable(typeof(XaiVideoStatus))]
[JsonSerializable(typeof(XaiModelList))]
[JsonSerializable(typeof(XaiImageList))]
[JsonSerializable(typeof(XaiCompletion))]
internal sealed partial class XaiJson : JsonSerializerContext;

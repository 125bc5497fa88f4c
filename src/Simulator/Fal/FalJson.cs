using System.Text.Json.Serialization;

namespace FunctionsPipeline.Simulator.Fal;

internal sealed record FalSubmitted(string RequestId, string ResponseUrl, string StatusUrl, string CancelUrl, int QueuePosition);

internal sealed record FalStatus(string Status, string RequestId, string ResponseUrl, string StatusUrl, string CancelUrl)
{
    public int? QueuePosition { get; init; }

    // Clients count on the key being there; it is null unless logs were asked for.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<FalLog>? Logs { get; init; }

    public FalMetrics? Metrics { get; init; }

    public string? Error { get; init; }

    public string? ErrorType { get; init; }
}

internal sealed record FalLog(string Message, string Level, string Source, DateTimeOffset Timestamp);

internal sealed record FalMetrics(double InferenceTime);

internal sealed record FalOutput(FalVideo Video);

internal sealed record FalVideo(string Url, string ContentType, string FileName);

internal sealed record FalImageOutput(
    IReadOnlyList<FalImage> Images, long Seed, string Prompt, IReadOnlyList<bool> HasNsfwConcepts, FalTimings Timings);

internal sealed record FalImage(string Url, int Width, int Height, string ContentType, string FileName);

internal sealed record FalTimings(double Inference);

internal sealed record FalWord(string Status);

internal sealed record FalMachineError(string Detail, string? ErrorType);

internal sealed record FalModelError(IReadOnlyList<FalProblem> Detail);

internal sealed record FalProblem(IReadOnlyList<string> Loc, string Msg, string Type, string Url);

/// <summary>fal's wire format: snake_case; what is not there is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FalSubmitted))]
[JsonSerializable(typeof(FalStatus))]
[JsonSerializable(typeof(FalOutput))]
[JsonSerializable(typeof(FalImageOutput))]
[JsonSerializable(typeof(FalWord))]
[JsonSerializable(typeof(FalMachineError))]
[JsonSerializable(typeof(FalModelError))]
internal sealed partial class FalJson : JsonSerializerContext;

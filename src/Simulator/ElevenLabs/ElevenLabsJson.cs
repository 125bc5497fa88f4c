using System.Text.Json.Serialization;

namespace FunctionsPipeline.Simulator.ElevenLabs;

internal sealed record ElevenLabsError(ElevenLabsErrorDetail Detail);

internal sealed record ElevenLabsErrorDetail(string Status, string Message);

internal sealed record ElevenLabsFieldErrors(IReadOnlyList<ElevenLabsFieldError> Detail);

internal sealed record ElevenLabsFieldError(IReadOnlyList<string> Loc, string Msg, string Type);

internal sealed record ElevenLabsSpeechReply(string AudioBase64, ElevenLabsAlignment? Alignment, ElevenLabsAlignment? NormalizedAlignment)
{
    // The usual rule would put another underscore before the number.
    [JsonPropertyName("audio_base64")]
    public string AudioBase64 { get; init; } = AudioBase64;
}

internal sealed record ElevenLabsAlignment(
    IReadOnlyList<string> Characters, IReadOnlyList<double> CharacterStartTimesSeconds, IReadOnlyList<double> CharacterEndTimesSeconds);

internal sealed record ElevenLabsVoice(string VoiceId, string Name, string Category, ElevenLabsVoiceLabels Labels);

internal sealed record ElevenLabsVoiceLabels(string Accent, string Age, string Gender);

internal sealed record ElevenLabsVoices(IReadOnlyList<ElevenLabsVoice> Voices, bool HasMore, int TotalCount, string? NextPageToken);

/// <summary>ElevenLabs' wire format: snake_case; what is not there is null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ElevenLabsError))]
[JsonSerializable(typeof(ElevenLabsFieldErrors))]
[JsonSerializable(typeof(ElevenLabsSpeechReply))]
[JsonSerializable(typeof(ElevenLabsVoices))]
[JsonSerializable(typeof(ElevenLabsAlignment))]
internal sealed partial class ElevenLabsJson : JsonSerializerContext;

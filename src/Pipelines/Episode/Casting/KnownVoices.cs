using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Casting;

/// <summary>A voice that every account of a provider has, and how it sounds to us.</summary>
/// <param name="Id">As requests name it.</param>
/// <param name="Profile">How it sounds.</param>
internal sealed record KnownVoice(string Id, VoiceProfile Profile);

/// <summary>The voices that characters are cast with, by provider. Ages and tones are our own judgement.</summary>
internal static class KnownVoices
{
    private static readonly Dictionary<string, KnownVoice[]> ByProvider = new(StringComparer.Ordinal)
    {
        ["elevenlabs"] =
        [
            Voice("JBFqnCBsd6RMkjVDRZzb", "male", "middle", "warm calm storyteller"), // George
            Voice("9BWtsMINqrJLrRacOk9x", "female", "middle", "expressive husky"), // Aria
            Voice("onwK4e9ZLuTAKqWW03F9", "male", "middle", "deep firm authoritative"), // Daniel
            Voice("pFZP5JQG7iQjIQuC4Bku", "female", "middle", "warm velvety"), // Lily
            Voice("EXAVITQu4vr4xnSDxMaL", "female", "young", "soft confident"), // Sarah
            Voice("nPczCjzI2devNBz1zQrb", "male", "middle", "deep resonant"), // Brian
            Voice("IKne3meq5aSn9XLyUdCD", "male", "young", "casual energetic"), // Charlie
            Voice("pqHfZKP75CvOlQylNhV4", "male", "old", "wise gentle"), // Bill
            Voice("cgSgspJ2msm6clMCkdW9", "female", "young", "playful bright"), // Jessica
            Voice("XrExE9yKIg1WjnnlVkGX", "female", "middle", "clear friendly"), // Matilda
            Voice("TX3LPaxmHKxFdv7VOQHJ", "male", "young", "eager bright"), // Liam
            Voice("N2lVS1w4EtoT3dr4eOWO", "male", "middle", "husky intense"), // Callum
            Voice("Xb7hH8MSUJpSbSDYk0k2", "female", "middle", "clear firm"), // Alice
            Voice("SAz9YHcvj6GT2YYXdXww", "neutral", "middle", "calm relaxed"), // River
        ],
        ["openai"] =
        [
            Voice("fable", "male", "middle", "warm calm storyteller"),
            Voice("coral", "female", "middle", "warm friendly"),
            Voice("onyx", "male", "middle", "deep firm authoritative"),
            Voice("nova", "female", "young", "bright energetic"),
            Voice("echo", "male", "middle", "even clear"),
            Voice("sage", "female", "middle", "wise gentle"),
            Voice("ash", "male", "young", "confident casual"),
            Voice("shimmer", "female", "young", "soft playful"),
            Voice("alloy", "neutral", "middle", "calm clear"),
        ],
    };

    /// <summary>The voices of a provider; empty where none are known.</summary>
    public static IReadOnlyList<KnownVoice> Of(string provider) => ByProvider.GetValueOrDefault(provider) ?? [];

    private static KnownVoice Voice(string id, string gender, string age, string tone) => new(id, new VoiceProfile(gender, age, tone));
}

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>The models of OpenAI that are known to work, as documented in autumn 2026.</summary>
public static class OpenAiModels
{
    private static readonly string[] ThreeShapes = ["1:1", "3:2", "2:3"];
    private static readonly string[] OlderVoices = ["alloy", "ash", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer"];
    private static readonly string[] NewerVoices = ["ballad", "verse", "marin", "cedar"];

    /// <summary>Language models, the cheapest first.</summary>
    public static IReadOnlyList<string> Chat { get; } = ["gpt-5.4-nano", "gpt-5.4-mini", "gpt-5.4", "gpt-5.5"];

    /// <summary>Image models; the one that stays comes first, the others are shut down on 2026-12-01.</summary>
    public static IReadOnlyList<ImageModel> Image { get; } =
    [
        new ImageModel("gpt-image-2", ["1:1", "3:2", "2:3", "4:3", "3:4", "16:9", "9:16"], ["1k", "2k"]) { CountMax = 10 },
        new ImageModel("gpt-image-1-mini", ThreeShapes, ["1k"]) { CountMax = 10 },
        new ImageModel("gpt-image-1.5", ThreeShapes, ["1k"]) { CountMax = 10 },
    ];

    /// <summary>Makers of vectors, the cheapest first.</summary>
    public static IReadOnlyList<OpenAiEmbeddingTerms> Embedding { get; } =
    [
        new("text-embedding-3-small", 1536, TakesDimensions: true),
        new("text-embedding-ada-002", 1536, TakesDimensions: false),
        new("text-embedding-3-large", 3072, TakesDimensions: true),
    ];

    /// <summary>Speech models, the cheapest first. The first one also takes at most 2,000 tokens, which only the provider can count.</summary>
    public static IReadOnlyList<SpeechModel> Speech { get; } =
    [
        new SpeechModel("gpt-4o-mini-tts", 4096, 0.25, 4) { TakesInstructions = true, VoiceIds = [.. OlderVoices, .. NewerVoices] },
        new SpeechModel("tts-1", 4096, 0.25, 4) { VoiceIds = OlderVoices },
        new SpeechModel("tts-1-hd", 4096, 0.25, 4) { VoiceIds = OlderVoices },
    ];

    /// <summary>Voices.</summary>
    public static IReadOnlyList<SpeechVoice> Voices { get; } =
        [.. OlderVoices.Concat(NewerVoices).Select(name => new SpeechVoice(name, char.ToUpperInvariant(name[0]) + name[1..]))];
}

/// <summary>What a maker of vectors can do.</summary>
/// <param name="Name">Name as the provider writes it.</param>
/// <param name="Dimensions">Length of its vectors, which is also the greatest.</param>
/// <param name="TakesDimensions">True when shorter ones can be asked for.</param>
public sealed record OpenAiEmbeddingTerms(string Name, int Dimensions, bool TakesDimensions);

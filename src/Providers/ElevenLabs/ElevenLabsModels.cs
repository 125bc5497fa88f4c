namespace FunctionsPipeline.Providers.ElevenLabs;

/// <summary>The models and voices of ElevenLabs that are known to work, as documented in summer 2026.</summary>
public static class ElevenLabsModels
{
    /// <summary>Models. The first one takes no language: it hears it from the text.</summary>
    public static IReadOnlyList<SpeechModel> Speech { get; } =
    [
        Model("eleven_multilingual_v2", 10_000) with { TakesContext = true },
        Model("eleven_flash_v2_5", 40_000) with { TakesLanguage = true, TakesContext = true },
        Model("eleven_turbo_v2_5", 40_000) with { TakesLanguage = true, TakesContext = true },

        // 5,000 characters were announced later; the documented number is safe with both.
        Model("eleven_v3", 3_000) with { TakesLanguage = true },
    ];

    /// <summary>Voices that come with every account.</summary>
    public static IReadOnlyList<SpeechVoice> Voices { get; } =
    [
        Voice("9BWtsMINqrJLrRacOk9x", "Aria", "female", "expressive, American"),
        Voice("CwhRBWXzGAHq8TQ4Fs17", "Roger", "male", "confident, American"),
        Voice("EXAVITQu4vr4xnSDxMaL", "Sarah", "female", "soft, American"),
        Voice("FGY2WhTYpPnrIDTdsKH5", "Laura", "female", "upbeat, American"),
        Voice("IKne3meq5aSn9XLyUdCD", "Charlie", "male", "energetic, Australian"),
        Voice("JBFqnCBsd6RMkjVDRZzb", "George", "male", "warm, British"),
        Voice("N2lVS1w4EtoT3dr4eOWO", "Callum", "male", "intense, American"),
        Voice("SAz9YHcvj6GT2YYXdXww", "River", "neutral", "calm, American"),
        Voice("TX3LPaxmHKxFdv7VOQHJ", "Liam", "male", "articulate, American"),
        Voice("XB0fDUnXU5powFXDhCwa", "Charlotte", "female", "seductive, Swedish"),
        Voice("Xb7hH8MSUJpSbSDYk0k2", "Alice", "female", "confident, British"),
        Voice("XrExE9yKIg1WjnnlVkGX", "Matilda", "female", "friendly, American"),
        Voice("bIHbv24MWmeRgasZH58o", "Will", "male", "friendly, American"),
        Voice("cgSgspJ2msm6clMCkdW9", "Jessica", "female", "bright, American"),
        Voice("cjVigY5qzO86Huf0OWal", "Eric", "male", "friendly, American"),
        Voice("iP95p4xoKVk53GoZ742B", "Chris", "male", "casual, American"),
        Voice("nPczCjzI2devNBz1zQrb", "Brian", "male", "deep, American"),
        Voice("onwK4e9ZLuTAKqWW03F9", "Daniel", "male", "authoritative, British"),
        Voice("pFZP5JQG7iQjIQuC4Bku", "Lily", "female", "warm, British"),
        Voice("pqHfZKP75CvOlQylNhV4", "Bill", "male", "wise, American"),
    ];

    private static SpeechModel Model(string name, int charactersMax) =>
        new(name, charactersMax, SpeedMin: 0.7, SpeedMax: 1.2) { GivesTimestamps = true, TakesSeed = true };

    private static SpeechVoice Voice(string id, string name, string gender, string description) =>
        new(id, name) { Gender = gender, Description = description };
}

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
        Voice("JBFqnCBsd6RMkjVDRZzb", "George", "male", "warm, British"),
        Voice("EXAVITQu4vr4xnSDxMaL", "Sarah", "female", "soft, American"),
        Voice("onwK4e9ZLuTAKqWW03F9", "Daniel", "male", "deep, British"),
        Voice("pFZP5JQG7iQjIQuC4Bku", "Lily", "female", "warm, British"),
        Voice("nPczCjzI2devNBz1zQrb", "Brian", "male", "deep, American"),
        Voice("IKne3meq5aSn9XLyUdCD", "Charlie", "male", "casual, Australian"),
    ];

    private static SpeechModel Model(string name, int charactersMax) =>
        new(name, charactersMax, SpeedMin: 0.7, SpeedMax: 1.2) { GivesTimestamps = true, TakesSeed = true };

    private static SpeechVoice Voice(string id, string name, string gender, string description) =>
        new(id, name) { Gender = gender, Description = description };
}

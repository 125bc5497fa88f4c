namespace FunctionsPipeline.Simulator.Speech;

/// <summary>A voice that a provider offers.</summary>
/// <param name="Id">As requests name it.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Gender"><c>female</c>, <c>male</c> or <c>neutral</c>.</param>
/// <param name="Age"><c>young</c>, <c>middle_aged</c> or <c>old</c>.</param>
/// <param name="Accent">For example <c>british</c>.</param>
/// <param name="Timbre">How it sounds here.</param>
internal sealed record OfferedVoice(string Id, string Name, string Gender, string Age, string Accent, Timbre Timbre);

/// <summary>The voices of the imitated providers. No two sound alike.</summary>
internal static class VoiceTable
{
    private static readonly string[] Variants = ["f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"];

    /// <summary>Those that come with every account of ElevenLabs.</summary>
    public static IReadOnlyList<OfferedVoice> ElevenLabs { get; } =
    [
        American("9BWtsMINqrJLrRacOk9x", "Aria", "female", "middle_aged", "f2", 52, 160),
        American("CwhRBWXzGAHq8TQ4Fs17", "Roger", "male", "middle_aged", "m1", 44, 162),
        American("EXAVITQu4vr4xnSDxMaL", "Sarah", "female", "young", "f3", 55, 156),
        American("FGY2WhTYpPnrIDTdsKH5", "Laura", "female", "young", "f4", 62, 172),
        British("IKne3meq5aSn9XLyUdCD", "Charlie", "male", "young", "m7", 54, 168),
        British("JBFqnCBsd6RMkjVDRZzb", "George", "male", "middle_aged", "m3", 40, 150),
        American("N2lVS1w4EtoT3dr4eOWO", "Callum", "male", "middle_aged", "m4", 46, 158),
        American("SAz9YHcvj6GT2YYXdXww", "River", "neutral", "middle_aged", "f5", 38, 158),
        American("TX3LPaxmHKxFdv7VOQHJ", "Liam", "male", "young", "m2", 58, 170),
        British("XB0fDUnXU5powFXDhCwa", "Charlotte", "female", "young", "f1", 58, 154),
        British("Xb7hH8MSUJpSbSDYk0k2", "Alice", "female", "middle_aged", "f3", 48, 160),
        American("XrExE9yKIg1WjnnlVkGX", "Matilda", "female", "middle_aged", "f1", 46, 156),
        American("bIHbv24MWmeRgasZH58o", "Will", "male", "young", "m8", 60, 166),
        American("cgSgspJ2msm6clMCkdW9", "Jessica", "female", "young", "f5", 64, 168),
        American("cjVigY5qzO86Huf0OWal", "Eric", "male", "middle_aged", "m6", 50, 156),
        American("iP95p4xoKVk53GoZ742B", "Chris", "male", "middle_aged", "m7", 44, 164),
        American("nPczCjzI2devNBz1zQrb", "Brian", "male", "middle_aged", "m3", 30, 152),
        British("onwK4e9ZLuTAKqWW03F9", "Daniel", "male", "middle_aged", "m1", 36, 158),
        British("pFZP5JQG7iQjIQuC4Bku", "Lily", "female", "middle_aged", "f2", 60, 152),
        American("pqHfZKP75CvOlQylNhV4", "Bill", "male", "old", "m5", 34, 140),
    ];

    /// <summary>OpenAI's.</summary>
    public static IReadOnlyList<OfferedVoice> OpenAi { get; } =
    [
        American("alloy", "Alloy", "neutral", "middle_aged", "f5", 42, 164),
        American("ash", "Ash", "male", "young", "m2", 52, 166),
        American("ballad", "Ballad", "male", "middle_aged", "m4", 56, 150),
        American("coral", "Coral", "female", "middle_aged", "f2", 56, 166),
        American("echo", "Echo", "male", "middle_aged", "m6", 44, 160),
        British("fable", "Fable", "male", "middle_aged", "m7", 62, 162),
        American("nova", "Nova", "female", "young", "f4", 58, 172),
        American("onyx", "Onyx", "male", "middle_aged", "m3", 26, 150),
        American("sage", "Sage", "female", "middle_aged", "f1", 52, 156),
        American("shimmer", "Shimmer", "female", "young", "f3", 66, 164),
        American("verse", "Verse", "male", "young", "m8", 50, 168),
        American("marin", "Marin", "female", "young", "f5", 58, 162),
        American("cedar", "Cedar", "male", "old", "m5", 40, 152),
    ];

    /// <summary>The voice with an id among those of a provider, or null.</summary>
    public static OfferedVoice? Find(IReadOnlyList<OfferedVoice> voices, string id) =>
        voices.FirstOrDefault(voice => string.Equals(voice.Id, id, StringComparison.Ordinal));

    /// <summary>A voice that nobody lists, as servers of one's own have: which one follows from its name.</summary>
    public static Timbre Unlisted(string id)
    {
        var draw = Draw.FromSeed(9).For(id);
        return new Timbre("en-us+" + Variants[draw.For("variant").Index(Variants.Length)], 32 + draw.For("pitch").Index(34), 55, 150 + draw.For("speed").Index(24));
    }

    private static OfferedVoice American(string id, string name, string gender, string age, string variant, int pitch, int wordsPerMinute) =>
        new(id, name, gender, age, "american", new Timbre("en-us+" + variant, pitch, 58, wordsPerMinute));

    private static OfferedVoice British(string id, string name, string gender, string age, string variant, int pitch, int wordsPerMinute) =>
        new(id, name, gender, age, "british", new Timbre("en+" + variant, pitch, 58, wordsPerMinute));
}

namespace FunctionsPipeline.Simulator.Vision;

/// <summary>One side of a picture's quality: how people name it, and which words in a prompt make it better.</summary>
/// <param name="Name">Its usual name.</param>
/// <param name="Words">Beginnings of words by which it is recognised in names and texts, lower case.</param>
/// <param name="Phrases">What to add to a prompt for it, the best first; <c>{0}</c> stands for the subject.</param>
/// <param name="Complaint">What to say when it is bad.</param>
/// <param name="Weight">Its part of the whole; the weights sum up to 1.</param>
internal sealed record Aspect(string Name, IReadOnlyList<string> Words, IReadOnlyList<PromptPhrase> Phrases, string Complaint, double Weight)
{
    /// <summary>Whether edges are in focus.</summary>
    public static Aspect Sharpness { get; } = new(
        "sharpness",
        ["sharp", "focus", "blur", "crisp", "detail"],
        [new("in sharp focus", "sharp"), new("crisp edges", "crisp"), new("finely detailed", "detailed")],
        "is blurred",
        0.2);

    /// <summary>Whether it is neither too dark nor too bright.</summary>
    public static Aspect Exposure { get; } = new(
        "exposure",
        ["expos", "bright", "dark", "light", "lit"],
        [new("evenly lit, well exposed", "well exposed", "well-exposed"), new("balanced studio lighting", "studio light")],
        "is too dark or too bright",
        0.15);

    /// <summary>Whether it uses the range between black and white.</summary>
    public static Aspect Contrast { get; } = new(
        "contrast",
        ["contrast", "tonal", "dynamic range", "clipp", "washed"],
        [new("rich contrast", "contrast"), new("full tonal range", "tonal range")],
        "is flat, without depth between dark and light",
        0.15);

    /// <summary>Whether it is free of grain.</summary>
    public static Aspect Noise { get; } = new(
        "noise",
        ["nois", "grain", "artifact", "artefact", "clean"],
        [new("clean, free of noise", "free of noise", "noise-free"), new("no grain", "no grain")],
        "is grainy",
        0.15);

    /// <summary>Whether the subject is where the eye looks, and alone.</summary>
    public static Aspect Composition { get; } = new(
        "composition",
        ["compos", "centr", "center", "clutter", "framing", "background", "layout"],
        [new("subject centred, uncluttered background", "uncluttered"), new("simple framing", "simple framing")],
        "has its subject off the centre, or too much beside it",
        0.15);

    /// <summary>Whether white is white.</summary>
    public static Aspect Colour { get; } = new(
        "colour",
        ["colour", "color", "white balance", "tint", "hue"],
        [new("natural colours", "natural colo"), new("neutral white balance", "white balance")],
        "has a colour cast",
        0.1);

    /// <summary>Whether it shows what was asked for.</summary>
    public static Aspect PromptMatch { get; } = new(
        "prompt match",
        ["match", "adheren", "faithful", "fidelity", "alignment", "subject"],
        [new("clearly showing {0}", "clearly showing"), new("{0} as the only subject", "only subject")],
        "does not show what was asked for",
        0.1);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Aspect> All { get; } = [Sharpness, Exposure, Contrast, Noise, Composition, Colour, PromptMatch];

    /// <summary>The one that a name or a piece of text speaks of: the one that is mentioned first; null when there is none.</summary>
    public static Aspect? In(string text)
    {
        var plain = text.ToLowerInvariant().Replace('_', ' ').Replace('-', ' ');
        return All
            .Select(aspect => (Aspect: aspect, At: aspect.Words.Min(word => PlaceOf(plain, word))))
            .Where(found => found.At < int.MaxValue)
            .OrderBy(found => found.At)
            .Select(found => found.Aspect)
            .FirstOrDefault();
    }

    // Words begin where no letter stands before them: "light" is not in "slight".
    private static int PlaceOf(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || !char.IsLetter(text[at - 1])) return at;
        }

        return int.MaxValue;
    }
}

/// <summary>Words that make a picture better.</summary>
/// <param name="Text">As one writes it.</param>
/// <param name="Markers">By any of these it is recognised in a prompt, however it was written.</param>
internal sealed record PromptPhrase(string Text, params string[] Markers)
{
    /// <summary>True when a prompt has it already.</summary>
    public bool IsIn(string prompt) => Markers.Any(marker => prompt.Contains(marker, StringComparison.OrdinalIgnoreCase));
}

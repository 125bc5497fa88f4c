using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Vision;

/// <summary>
/// The colour that a subject has: the one that its prompt names, otherwise one of its own. The world of these pictures is agreed upon by
/// painters and judges, so that both can tell a picture of a boat from one of a lamp without anything but the words.
/// </summary>
internal static class SubjectHue
{
    private static readonly (string Word, double Hue)[] Named =
    [
        ("red", 0), ("orange", 30), ("golden", 48), ("yellow", 55), ("green", 120), ("turquoise", 175), ("cyan", 185), ("blue", 225), ("violet", 275),
        ("purple", 285), ("pink", 330),
    ];

    /// <summary>Hue, degrees, of what a prompt's first clause speaks of.</summary>
    public static double Of(string prompt)
    {
        var words = TextWords.Of(PromptImprover.SubjectOf(prompt));
        foreach (var (word, hue) in Named)
        {
            if (words.Contains(word)) return hue;
        }

        return Draw.FromSeed(3).For(string.Join(' ', words.Order(StringComparer.Ordinal))).Index(12) * 30;
    }
}

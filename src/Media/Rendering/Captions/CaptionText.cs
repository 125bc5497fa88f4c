using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Media;

/// <summary>What of a text goes into captions: what a font of letters can show and no reader of caption files takes for a command.</summary>
public static class CaptionText
{
    /// <summary>Characters of a word; a longer one is no word and would leave the picture.</summary>
    private const int WordCharactersMax = 40;

    /// <summary>The words of a text, cleaned: no white space, no control characters, no emoji, angle brackets as quotes. May be empty.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var piece in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var word = Clean(piece);
            if (word.Length > WordCharactersMax) word = word[..WordCharactersMax];
            if (word.Length > 0) words.Add(word);
        }

        return words;
    }

    private static string Clean(string word)
    {
        var kept = new StringBuilder(word.Length);
        foreach (var rune in word.EnumerateRunes())
        {
            switch (rune.Value)
            {
                // SubRip has tags and no way to write them as text.
                case '<':
                    kept.Append('\u2039');
                    break;
                case '>':
                    kept.Append('\u203a');
                    break;
                default:
                    if (IsShown(rune)) kept.Append(rune.ToString());
                    break;
            }
        }

        return kept.ToString();
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,

        // Pictures are not spoken, and fonts of letters have boxes for them. The variation selectors and skin tones go with them.
        UnicodeCategory.OtherSymbol => rune.Value < 0x2190,
        UnicodeCategory.ModifierSymbol => rune.Value < 0x1F000,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => rune.Value is not ((>= 0xFE00 and <= 0xFE0F) or 0x20E3),
        _ => true,
    };
}

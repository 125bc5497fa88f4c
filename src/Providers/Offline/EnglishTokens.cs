using System.Text;

namespace FunctionsPipeline.Providers.Offline;

/// <summary>A run of letters and digits, before anything is known about it.</summary>
/// <param name="Text">Lower case, without apostrophes: a contraction is already two tokens.</param>
internal readonly record struct EnglishToken(string Text, bool IsCapitalised, bool StartsSentence, bool StartsClause);

/// <summary>Cuts a text into tokens. Pure; the same on every machine.</summary>
internal static class EnglishTokens
{
    private static readonly Dictionary<string, string[]> Contractions = new(StringComparer.Ordinal)
    {
        ["can't"] = ["can", "not"], ["won't"] = ["will", "not"], ["shan't"] = ["shall", "not"], ["ain't"] = ["is", "not"],
        ["cannot"] = ["can", "not"], ["let's"] = ["let"], ["gonna"] = ["going", "to"], ["wanna"] = ["want", "to"],
        ["gotta"] = ["have", "to"], ["y'all"] = ["you", "all"], ["u"] = ["you"], ["ur"] = ["your"], ["r"] = ["are"], ["w"] = ["with"],
    };

    // Without its apostrophe each of these is no other word. "wont" and "cant" are, and nobody means those.
    private static readonly HashSet<string> BareNegations = new(
        ["dont", "cant", "wont", "isnt", "arent", "wasnt", "werent", "doesnt", "didnt", "hasnt", "havent", "hadnt", "wouldnt", "couldnt", "shouldnt", "aint"],
        StringComparer.Ordinal);

    public static List<EnglishToken> Read(string text)
    {
        var tokens = new List<EnglishToken>();
        var word = new StringBuilder();
        var (startsSentence, startsClause) = (true, true);
        for (var index = 0; index <= text.Length; index++)
        {
            var unit = index < text.Length ? Plain(text[index]) : '\n';
            if (IsPartOfWord(text, index, unit, word.Length > 0))
            {
                word.Append(unit);
                continue;
            }

            if (word.Length > 0)
            {
                Add(tokens, word.ToString(), startsSentence, startsClause);
                (startsSentence, startsClause) = (false, false);
                word.Clear();
            }

            if (unit is '.' or '!' or '?' or '\n' or ':' || char.IsSurrogate(unit)) startsSentence = true;
            if (startsSentence || unit is ',' or ';' or '(' or ')' || IsDash(text, index, unit)) startsClause = true;
        }

        return tokens;
    }

    /// <summary>A dash between words; a hyphen inside one is none.</summary>
    private static bool IsDash(string text, int index, char unit) => unit == '-' && (index == 0 || !char.IsLetterOrDigit(text[index - 1]) || text[index] != '-');

    private static bool IsPartOfWord(string text, int index, char unit, bool insideWord)
    {
        if (char.IsLetterOrDigit(unit) || unit is '%' or '$' or '€' or '£') return true;
        if (!insideWord || index + 1 >= text.Length) return false;
        var next = text[index + 1];
        if (unit == '\'') return char.IsLetter(next);
        return unit is '.' or ',' or ':' && char.IsAsciiDigit(next) && char.IsAsciiDigit(text[index - 1]);
    }

    private static void Add(List<EnglishToken> tokens, string written, bool startsSentence, bool startsClause)
    {
        var lower = written.ToLowerInvariant();
        var isCapitalised = !string.Equals(lower, written, StringComparison.Ordinal) && written != "I" && !written.StartsWith("I'", StringComparison.Ordinal);
        foreach (var part in Parts(lower))
        {
            tokens.Add(new EnglishToken(part, isCapitalised, startsSentence, startsClause));
            (startsSentence, startsClause) = (false, false);
        }
    }

    private static IEnumerable<string> Parts(string word)
    {
        if (Contractions.TryGetValue(word, out var parts)) return parts;
        if (word.EndsWith("n't", StringComparison.Ordinal)) return [word[..^3], "not"];
        if (BareNegations.Contains(word)) return Parts(word[..^1] + "'t");
        var apostrophe = word.IndexOf('\'', StringComparison.Ordinal);

        // 's, 've, 're, 'll, 'd and 'm are grammar; what stands before them is the word.
        return apostrophe > 0 ? [word[..apostrophe]] : [word];
    }

    /// <summary>Typographic marks as typed on a keyboard, full-width letters as narrow ones, letters with marks without them.</summary>
    private static char Plain(char unit) => unit switch
    {
        '\u2018' or '\u2019' or '\u02BC' or '\u00B4' or '`' => '\'',
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' => '-',
        '\u2026' => '.',
        >= '\uFF01' and <= '\uFF5E' => (char)(unit - 0xFEE0),
        >= '\u00C0' and <= '\u00FF' => "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty"[unit - 0xC0],
        _ => unit,
    };
}

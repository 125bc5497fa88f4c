namespace FunctionsPipeline.Providers.Offline;

/// <summary>Takes endings off, so that forms of a word meet. The stem need not be a word. Pure.</summary>
internal static class EnglishStem
{
    // Shorter words are all stem: "thing" is not "th".
    private const int StemLengthMin = 3;

    /// <param name="word">Lower case.</param>
    public static string Of(string word)
    {
        if (word.Length <= StemLengthMin || !word.All(char.IsLetter)) return word;
        var stem = WithoutPlural(word);
        stem = WithoutEnding(stem);
        if (stem.EndsWith('y') && stem.Length > StemLengthMin) stem = stem[..^1] + "i";
        return American(stem.EndsWith('e') && stem.Length > StemLengthMin ? stem[..^1] : stem);
    }

    private static string WithoutPlural(string word)
    {
        if (word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4) return word[..^3] + "y";
        if (word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal)
            || word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal)) return word[..^2];
        if (!word.EndsWith('s') || word.EndsWith("ss", StringComparison.Ordinal) || word.EndsWith("us", StringComparison.Ordinal)) return word;
        return word.EndsWith("is", StringComparison.Ordinal) ? word : word[..^1];
    }

    private static string WithoutEnding(string word)
    {
        if (word.EndsWith("ied", StringComparison.Ordinal) && word.Length > 4) return word[..^3] + "y";
        foreach (var ending in (ReadOnlySpan<string>)["ing", "edly", "ed", "ly", "ness"])
        {
            if (!word.EndsWith(ending, StringComparison.Ordinal)) continue;
            var rest = word[..^ending.Length];
            if (rest.Length < StemLengthMin || !rest.Any(IsVowel)) continue;
            return IsDoubled(rest) ? rest[..^1] : rest;
        }

        return word;
    }

    private static string American(string stem)
    {
        if (stem.Length >= 5 && stem.EndsWith("our", StringComparison.Ordinal)) return stem[..^3] + "or";
        if (stem.Length >= 5 && stem.EndsWith("is", StringComparison.Ordinal)) return stem[..^2] + "iz";
        return stem;
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static bool IsDoubled(string stem) => stem.Length > StemLengthMin && stem[^1] == stem[^2] && !IsVowel(stem[^1]) && stem[^1] is not ('l' or 's' or 'z');
}

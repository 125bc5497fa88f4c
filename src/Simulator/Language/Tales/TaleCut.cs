using System.Text.RegularExpressions;

namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>Makes sentences shorter and lets them stand alone: who was a pronoun gets a name. Pure.</summary>
internal static partial class TaleCut
{
    private const int LongWords = 18;
    private const int KeptWordsMin = 6;

    /// <summary>A sentence no longer than it has to be: of a long one the part before a clause that only adds.</summary>
    public static string Shorter(string sentence)
    {
        var text = Aside().Replace(sentence, "").Trim();
        if (TaleText.Words(text) <= LongWords) return text;
        foreach (Match match in Addition().Matches(text).Reverse())
        {
            var kept = text[..match.Index];
            if (TaleText.Words(kept) is >= KeptWordsMin and <= LongWords) return TaleText.Ended(kept);
        }

        return text;
    }

    /// <summary>A sentence that does not lean on one that is not told: its first pronoun becomes a name, its first "so" goes.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="people">Whom the pronoun may stand for.</param>
    /// <param name="before">What the tale tells before it.</param>
    /// <param name="isNext">Whether the sentence before it is told too.</param>
    /// <param name="told">What is told before it in its beat: a person who is spoken of there needs no name again.</param>
    public static string Alone(string sentence, TalePeople people, string before, bool isNext, string? told)
    {
        var text = isNext ? sentence : Capital(Link().Replace(sentence, ""));
        var match = Pronoun().Match(text);
        if (!match.Success || (isNext && match.Groups["lead"].Length > 0)) return text;
        var pronoun = match.Groups["pronoun"].Value.ToLowerInvariant();
        var person = people.LastIn(before, pronoun is "she" or "her" ? "female" : "male");
        if (person is null || isNext || (told is not null && person.Mentions.IsMatch(told)) || (pronoun == "her" && !HasNoun(text, match))) return text;
        var name = match.Groups["lead"].Length > 0 ? person.Within : Capital(person.Within);
        return text[..match.Groups["pronoun"].Index] + name + (pronoun is "his" or "her" ? "'s" : "") + text[(match.Groups["pronoun"].Index + pronoun.Length)..];
    }

    /// <summary>With a large letter at its beginning.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static bool HasNoun(string text, Match match) => match.Groups["pronoun"].Index + 4 < text.Length;

    [GeneratedRegex(@"\s*\([^)]*\)|\s+[\u2014\u2013-]\s[^\u2014\u2013.]*\s[\u2014\u2013-](?=\s)")]
    private static partial Regex Aside();

    [GeneratedRegex(@"(?:;|,? [\u2014\u2013]|, (?:which|who|whose|where|so that|because|while|until|till)\b|, (?:for|and|but|as) (?=(?:he|she|it|they|nobody|everybody|the|his|her|there)\b))")]
    private static partial Regex Addition();

    [GeneratedRegex(@"^(?:But|And|So|Then|For|Yet|Therefore|However|Now|Also),?\s+")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?<lead>(?:When|While|As|After|Before|Because|Once|If|At last|In the end|That night|That evening|The next (?:day|morning)|One (?:day|night|morning|evening)),? )?(?<pronoun>[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b")]
    private static partial Regex Pronoun();
}

using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>A tale taken apart: what is told, and what is said. Pure.</summary>
internal sealed partial class TaleText
{
    private static readonly string[] Abbreviations = ["Mr.", "Mrs.", "Ms.", "Dr.", "St.", "No.", "vs.", "e.g.", "i.e."];

    private TaleText(IReadOnlyList<TaleSentence> told, IReadOnlyList<TaleQuote> said, string whole) => (Told, Said, Whole) = (told, said, whole);

    /// <summary>Sentences without quotations, in order.</summary>
    public IReadOnlyList<TaleSentence> Told { get; }

    /// <summary>Quotations, in order; what one person says in one paragraph is one.</summary>
    public IReadOnlyList<TaleQuote> Said { get; }

    /// <summary>All of it.</summary>
    public string Whole { get; }

    /// <summary>Number of words.</summary>
    public static int Words(string text) => text.Split([' ', '\n', '\u2014', '\u2013'], StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));

    /// <summary>Takes a text apart.</summary>
    public static TaleText Of(string text)
    {
        var paragraphs = Paragraphs(text);
        var whole = string.Join('\n', paragraphs);
        var length = Math.Max(1, whole.Length);
        var (told, said) = (new List<TaleSentence>(), new List<TaleQuote>());
        var (start, number) = (0, 0);
        foreach (var (index, paragraph) in paragraphs.Index())
        {
            var at = 0;
            foreach (var sentence in Sentences(paragraph))
            {
                var place = (start + at) / (double)length;
                at += sentence.Length + 1;
                number++;
                if (!sentence.Contains('"')) AddTold(told, new TaleSentence(sentence, place, number));
                else AddSaid(said, sentence, whole[..Math.Min(whole.Length, start + at)], place, index, number);
            }

            start += paragraph.Length + 1;
        }

        return new TaleText(told, said, whole);
    }

    /// <summary>Sentences of a paragraph. A quotation is not cut, and who says it stays with it.</summary>
    public static IReadOnlyList<string> Sentences(string paragraph)
    {
        var sentences = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var at = 0; at < paragraph.Length; at++)
        {
            if (paragraph[at] == '"') isQuoted = !isQuoted;
            var isEnd = paragraph[at] is '.' or '!' or '?' || (paragraph[at] == '"' && !isQuoted && at > 0 && paragraph[at - 1] is '.' or '!' or '?');
            if (!isEnd || isQuoted || !IsBoundary(paragraph, start, at)) continue;
            sentences.Add(paragraph[start..(at + 1)].Trim());
            start = at + 1;
        }

        if (paragraph[start..].Trim() is { Length: > 0 } rest) sentences.Add(rest);
        return sentences;
    }

    // Headings, notes and rules are no part of what is told.
    private static List<string> Paragraphs(string text)
    {
        var plain = text.ReplaceLineEndings("\n").Replace('\u201c', '"').Replace('\u201d', '"').Replace('\u201e', '"').Replace('\u2019', '\'').Replace('\u2018', '\'');
        var paragraphs = new List<string>();
        var open = new StringBuilder();
        foreach (var line in plain.Split('\n').Append(""))
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith('#') || trimmed.StartsWith('>') || trimmed is "---" or "***") trimmed = "";
            if (trimmed.Length > 0)
            {
                open.Append(open.Length > 0 ? " " : "").Append(trimmed);
                if (trimmed[^1] is not ('.' or '!' or '?' or '"' or ':')) continue;
                if (HasOpenQuote(open)) continue;
            }

            if (open.Length > 0) paragraphs.Add(open.ToString());
            open.Clear();
        }

        return paragraphs;
    }

    private static bool HasOpenQuote(StringBuilder text)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at++) count += text[at] == '"' ? 1 : 0;
        return count % 2 == 1;
    }

    private static bool IsBoundary(string text, int start, int at)
    {
        if (Abbreviations.Any(word => text[start..(at + 1)].EndsWith(word, StringComparison.Ordinal))) return false;
        if (at + 1 < text.Length && (text[at + 1] is '.' or '!' or '?' or '"' || char.IsLetterOrDigit(text[at + 1]))) return false;
        var next = at + 1;
        while (next < text.Length && text[next] == ' ') next++;
        if (next == text.Length) return true;
        if (char.IsLower(text[next])) return false;

        // "Who is there?" Anna asked.
        return text[at] != '"' || !Attribution().IsMatch(text[next..]);
    }

    private static void AddTold(List<TaleSentence> told, TaleSentence sentence)
    {
        if (sentence.Words < 3 || Attribution().IsMatch(sentence.Text)) return;
        told.Add(sentence);
    }

    private static void AddSaid(List<TaleQuote> said, string sentence, string before, double place, int paragraph, int number)
    {
        var parts = sentence.Split('"');
        var words = string.Join(' ', parts.Index().Where(part => part.Index % 2 == 1).Select(part => part.Item.Trim())).Trim();
        var around = string.Join(' ', parts.Index().Where(part => part.Index % 2 == 0).Select(part => part.Item.Trim())).Trim(' ', ',', '.');
        if (Words(words) == 0) return;

        // "Go," said the king. "And take it with you."
        if (said.Count > 0 && said[^1].Paragraph == paragraph && around.Length == 0)
        {
            said[^1] = said[^1] with { Text = Ended(said[^1].Text) + " " + Ended(words) };
            return;
        }

        said.Add(new TaleQuote(Ended(words), around, before, place, paragraph, number));
    }

    /// <summary>A text with a mark at its end.</summary>
    public static string Ended(string text)
    {
        var trimmed = text.TrimEnd(' ', ',', ';', ':', '-', '\u2014');
        return trimmed.Length == 0 || trimmed[^1] is '.' or '!' or '?' ? trimmed : trimmed + ".";
    }

    [GeneratedRegex(@"^(?:[A-Za-z']+\s){1,4}?(?:said|asked|answered|replied|cried|whispered|shouted|called|told|begged|laughed|murmured|added|thought)\b[^.!?]{0,30}[.!?]?(?:\s|$)")]
    private static partial Regex Attribution();
}

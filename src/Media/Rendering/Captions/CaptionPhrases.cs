namespace FunctionsPipeline.Media;

/// <summary>Cuts spoken words into cues of a few words. Pure.</summary>
public static class CaptionPhrases
{
    private const int WordsMax = 4;

    /// <summary>Two words of so many characters fit into two lines at the usual size.</summary>
    private const int CharactersMax = 24;

    /// <summary>A pause so long ends a phrase, s.</summary>
    private const double PauseSeconds = 0.35;

    /// <summary>So long a cue stays after its last word where nothing follows, s: reading lags behind hearing.</summary>
    private const double LagSeconds = 0.15;

    /// <summary>A gap that is shorter is closed, s: an empty picture for a few frames would flicker.</summary>
    private const double GapSeconds = 0.25;

    /// <summary>Cues of what is spoken. Each word is in exactly one cue, and no cue holds words of two utterances.</summary>
    /// <param name="utterances">What one voice says without another between, in the order of time; the words of each in order.</param>
    public static IReadOnlyList<CaptionCue> Cut(IReadOnlyList<IReadOnlyList<CaptionWord>> utterances)
    {
        var phrases = utterances.SelectMany(CutUtterance).ToArray();
        var cues = new List<CaptionCue>();
        for (var i = 0; i < phrases.Length; i++)
        {
            var spokenUntil = phrases[i][^1].EndSeconds;
            var next = i + 1 < phrases.Length ? phrases[i + 1][0].StartSeconds : double.PositiveInfinity;
            var end = next - spokenUntil < GapSeconds ? next : Math.Min(spokenUntil + LagSeconds, next);
            if (end > phrases[i][0].StartSeconds) cues.Add(new CaptionCue(phrases[i][0].StartSeconds, end, phrases[i]));
        }

        return cues;
    }

    private static IEnumerable<IReadOnlyList<CaptionWord>> CutUtterance(IReadOnlyList<CaptionWord> words)
    {
        for (var first = 0; first < words.Count;)
        {
            var end = EndOfSentence(words, first);
            foreach (var phrase in CutSentence([.. words.Skip(first).Take(end - first)])) yield return phrase;
            first = end;
        }
    }

    private static int EndOfSentence(IReadOnlyList<CaptionWord> words, int first)
    {
        var end = first + 1;
        while (end < words.Count && !EndsPhrase(words[end - 1].Text) && words[end].StartSeconds - words[end - 1].EndSeconds < PauseSeconds) end++;
        return end;
    }

    private static bool EndsPhrase(string word) => word.TrimEnd('"', '\'', '\u201d', '\u2019', ')') is { Length: > 0 } text && ".!?;:,\u2026\u2014".Contains(text[^1]);

    /// <summary>Into as few parts as the limits allow, of lengths as even as they can be: four and one reads worse than three and two.</summary>
    private static IEnumerable<IReadOnlyList<CaptionWord>> CutSentence(IReadOnlyList<CaptionWord> sentence)
    {
        var count = (sentence.Count + WordsMax - 1) / WordsMax;
        while (true)
        {
            var parts = Parts(sentence, count);
            if (count == sentence.Count || parts.All(part => part.Sum(word => word.Text.Length + 1) - 1 <= CharactersMax)) return parts;
            count++;
        }
    }

    private static IReadOnlyList<IReadOnlyList<CaptionWord>> Parts(IReadOnlyList<CaptionWord> words, int count) =>
        [.. Enumerable.Range(0, count).Select(part => words.Skip(part * words.Count / count).Take(((part + 1) * words.Count / count) - (part * words.Count / count)).ToArray())];
}

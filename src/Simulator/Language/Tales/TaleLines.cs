namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>A line that somebody says.</summary>
/// <param name="Id">Whose.</param>
/// <param name="Beat">Where, from 0.</param>
/// <param name="Text">What is said.</param>
/// <param name="Emotion">One word.</param>
internal sealed record TaleLine(string Id, int Beat, string Text, string Emotion);

/// <summary>Chooses what is said aloud: quotations of the tale, by those who say them. Pure.</summary>
internal sealed class TaleLines(TaleText tale, TalePeople people, IReadOnlyList<TaleBeat> beats)
{
    private const int CandidatesMax = 12;
    private const int TwistBeat = 3;
    private const double DisorderWeight = 0.12;
    private const int LineWordsMax = 20;

    private static readonly string[] Emotions = ["curiosity", "calm", "defiance", "resolve", "relief"];
    private static readonly string[] Fallbacks = ["Something is not as it seems here.", "I will not give up so easily, whatever they say.", "Now I see what I did not want to see.", "I shall remember this as long as I live."];
    private static readonly int[] FallbackBeats = [1, 2, 3, 4];

    /// <summary>The lines, in order.</summary>
    /// <param name="ids">Who may speak.</param>
    /// <param name="wordsMin">Fewest words of all together.</param>
    /// <param name="wordsMax">Most words of all together.</param>
    /// <param name="countMax">Most lines.</param>
    public IReadOnlyList<TaleLine> Choose(IReadOnlyList<string> ids, int wordsMin, int wordsMax, int countMax)
    {
        var wished = (wordsMin + wordsMax) / 2;
        var candidates = Candidates(ids);
        IReadOnlyList<Candidate> best = [];
        var bestScore = double.MinValue;
        for (var set = 1; set < 1 << candidates.Count; set++)
        {
            var count = System.Numerics.BitOperations.PopCount((uint)set);
            if (count < 2 || count > countMax) continue;
            var picked = candidates.Where((_, index) => (set & (1 << index)) != 0).ToList();
            var words = picked.Sum(candidate => candidate.Words);
            if (words < wordsMin || words > wordsMax || picked.DistinctBy(candidate => candidate.Quote).Count() < count) continue;
            var score = picked.Sum(candidate => candidate.Score) + (picked.Select(candidate => candidate.Id).Distinct().Count() > 1 ? 2 : 0)
                + (0.7 * picked.Select(candidate => candidate.Beat).Distinct().Count()) - (0.25 * Math.Abs(words - wished));
            if (score > bestScore) (best, bestScore) = (picked, score);
        }

        return best.Count > 0 ? [.. best.Select(LineOf)] : Others(ids, candidates, wordsMin, wordsMax, countMax);
    }

    private List<Candidate> Candidates(IReadOnlyList<string> ids)
    {
        var candidates = new List<Candidate>();
        foreach (var (index, quote) in tale.Said.Index())
        {
            if (people.Speakers[index] is not { } speaker || !ids.Contains(speaker.Id)) continue;
            var (beat, wrong) = BeatOf(quote);
            var isLast = index == tale.Said.Count - 1;
            foreach (var text in Pieces(quote.Text)) candidates.Add(new Candidate(index, speaker.Id, beat, text, TaleText.Words(text), Score(text, beat, isLast) - (DisorderWeight * wrong)));
        }

        return [.. candidates.OrderByDescending(candidate => candidate.Score).Take(CandidatesMax).OrderBy(candidate => candidate.Quote)];
    }

    // A line is said after the narration of its beat: the beat after which least is told in the wrong order, and how many words that is.
    private (int Beat, int Wrong) BeatOf(TaleQuote quote)
    {
        var told = beats.Index()
            .SelectMany(beat => TaleText.Sentences(beat.Item.Text).Select(sentence => (Beat: beat.Index, Words: TaleText.Words(sentence), Number: NumberOf(sentence))))
            .Where(sentence => sentence.Number is not null)
            .ToList();
        return Enumerable.Range(0, Emotions.Length)
            .Select(beat => (Beat: beat, Wrong: told.Where(sentence => sentence.Beat <= beat != sentence.Number < quote.Number).Sum(sentence => sentence.Words)))
            .MinBy(entry => entry.Wrong);
    }

    // The sentence of the tale that a told one is made from: the one with which it shares most words.
    private int? NumberOf(string sentence)
    {
        var words = TaleLexicon.WordsOf(sentence).ToHashSet(StringComparer.Ordinal);
        var best = tale.Told.Select(told => (told.Number, Shared: TaleLexicon.WordsOf(told.Text).Distinct().Count(words.Contains))).DefaultIfEmpty().MaxBy(entry => entry.Shared);
        return best.Shared * 2 >= words.Count ? best.Number : null;
    }

    // Whole, or some of its sentences, as far as they are short enough to be said in one go.
    private static IEnumerable<string> Pieces(string quote)
    {
        var sentences = TaleText.Sentences(quote);
        var pieces = new List<string>();
        for (var from = 0; from < sentences.Count; from++)
        {
            for (var count = 1; from + count <= sentences.Count; count++) pieces.Add(string.Join(' ', sentences.Skip(from).Take(count)));
        }

        return pieces.Distinct(StringComparer.Ordinal).Where(piece => TaleText.Words(piece) is >= 3 and <= LineWordsMax);
    }

    private static double Score(string text, int beat, bool isLast)
    {
        var words = TaleText.Words(text);
        return 1 + (words is >= 5 and <= 15 ? 1 : 0) + (0.08 * Math.Min(words, 14)) + (0.6 * Math.Min(2, TaleLexicon.Count(text, TaleLexicon.Striking)))
            + (text[^1] is '!' ? 0.4 : text[^1] is '?' ? 0.3 : 0) + (isLast ? 1 : 0) + (beat == TwistBeat ? 1.5 : 0);
    }

    // A tale in which nobody talks, or not enough: what there is, and words that fit any tale.
    private List<TaleLine> Others(IReadOnlyList<string> ids, List<Candidate> candidates, int wordsMin, int wordsMax, int countMax)
    {
        var lines = candidates.OrderByDescending(candidate => candidate.Words).DistinctBy(candidate => candidate.Quote).Take(countMax - 1).Select(LineOf).ToList();
        while (lines.Count > 0 && Words(lines) > wordsMax - 4) lines.RemoveAt(lines.Count - 1);
        for (var index = Fallbacks.Length - 1; index >= 0 && lines.Count < countMax; index--)
        {
            if (lines.Count >= 2 && Words(lines) >= wordsMin) break;
            var text = Words(lines) + TaleText.Words(Fallbacks[index]) <= wordsMax ? Fallbacks[index] : "So be it.";
            lines.Add(new TaleLine(ids[(Fallbacks.Length - 1 - index) % Math.Min(2, ids.Count)], FallbackBeats[index], text, Emotions[FallbackBeats[index]]));
        }

        return [.. lines.OrderBy(line => line.Beat)];
    }

    private static int Words(IEnumerable<TaleLine> lines) => lines.Sum(line => TaleText.Words(line.Text));

    private static TaleLine LineOf(Candidate candidate) =>
        new(candidate.Id, candidate.Beat, candidate.Text, TaleLexicon.EmotionOf(candidate.Text, Emotions[candidate.Beat]));

    private sealed record Candidate(int Quote, string Id, int Beat, string Text, int Words, double Score);
}

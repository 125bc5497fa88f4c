namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>A beat of a retelling.</summary>
/// <param name="Text">What the narrator says.</param>
/// <param name="Emotion">One word.</param>
internal sealed record TaleBeat(string Text, string Emotion);

/// <summary>
/// Retells a tale in five beats: of each part of it the sentences that tell most, in their order, as many as the words allow. Pure.
/// </summary>
internal sealed class TaleRetelling(TaleText tale, TalePeople people)
{
    // A beat may take a little from the next ones: sentences seldom fit exactly.
    private const double Generosity = 1.25;
    private const double FollowsBonus = 1.5;
    private const double WordsWeight = 0.3;

    private static readonly double[] Ends = [0.16, 0.36, 0.52, 0.86, 1.01];
    private static readonly double[] Shares = [0.16, 0.2, 0.2, 0.29, 0.15];
    private static readonly string[] Emotions = ["curiosity", "calm", "tension", "surprise", "relief"];

    // For tales that are too short to fill the beats: true of every tale.
    private static readonly string[][] Fillers =
    [
        ["This story is old, and it is still told.", "Listen closely, for it ends otherwise than it begins."],
        ["It began on a day like any other.", "Nobody thought much of it at the time."],
        ["Then something went wrong.", "There was no easy way out, and everybody knew it.", "Every hour made it harder."],
        ["But what came next was not what anybody had expected.", "It changed everything that had seemed certain."],
        ["And so it ended.", "Those who were there never forgot it.", "It is worth remembering still."],
    ];

    /// <summary>The beats.</summary>
    /// <param name="wordsMin">Fewest words of all together.</param>
    /// <param name="wordsMax">Most words of all together.</param>
    public IReadOnlyList<TaleBeat> Beats(int wordsMin, int wordsMax)
    {
        var wished = (int)((0.35 * wordsMin) + (0.65 * wordsMax));
        var chosen = Choose(wished, wordsMax);
        var texts = Enumerable.Range(0, Ends.Length).Select(beat => Told(chosen, beat)).ToList();
        Fill(texts, wordsMin, wordsMax);
        return [.. texts.Select((sentences, beat) => new TaleBeat(string.Join(' ', sentences), TaleLexicon.EmotionOf(string.Join(' ', sentences), Emotions[beat])))];
    }

    // The beat of a place in the tale, from 0.
    private static int BeatOf(double place) => Array.FindIndex(Ends, end => place < end);

    // Beat by beat: what one beat leaves of its words the next ones have. The last sentence of a tale is always told.
    private List<Candidate> Choose(int wished, int wordsMax)
    {
        var candidates = Candidates();
        var chosen = new List<Candidate>();
        var (left, share) = (wished, 1.0);
        for (var beat = 0; beat < Ends.Length; beat++)
        {
            var words = (int)Math.Round(left * Shares[beat] / share * Generosity);
            if (beat == Ends.Length - 1 && candidates.Count > 0) words = Math.Max(words, candidates[^1].Words);
            var picked = Best([.. candidates.Where(candidate => candidate.Beat == beat)], words);
            chosen.AddRange(picked);
            left -= picked.Sum(candidate => candidate.Words);
            share -= Shares[beat];
        }

        // Rounding leaves words over: the most telling sentences that still fit.
        foreach (var candidate in candidates.Except(chosen).OrderByDescending(candidate => candidate.Score).ToList())
        {
            if (chosen.Sum(other => other.Words) + candidate.Words <= Math.Min(wished + 4, wordsMax) && candidate.Score > 0) chosen.Add(candidate);
        }

        return [.. chosen.OrderBy(candidate => candidate.Sentence.Number)];
    }

    private List<Candidate> Candidates()
    {
        var texts = tale.Told.Select(sentence => TaleCut.Shorter(sentence.Text)).ToList();
        var all = Math.Max(1, texts.Sum(TaleText.Words));
        var (candidates, before) = (new List<Candidate>(), 0);
        foreach (var (index, sentence) in tale.Told.Index())
        {
            // By what is told, not by what is said: long speeches take no room from a beat.
            var words = TaleText.Words(texts[index]);
            var beat = BeatOf((before + (words / 2.0)) / all);
            before += words;
            candidates.Add(new Candidate(sentence, texts[index], words, beat, Score(sentence, texts[index], beat, index == tale.Told.Count - 1)));
        }

        return candidates;
    }

    private double Score(TaleSentence sentence, string text, int beat, bool isLast)
    {
        var words = TaleText.Words(text);
        var score = 1.0 + (words is >= 5 and <= 16 ? 1 : words > 20 ? -2 : 0);
        score += people.Main.Count(person => person.Mentions.IsMatch(text)) * 0.7;
        score += Math.Min(2, TaleLexicon.Count(text, TaleLexicon.Striking)) * (beat == 0 ? 1.2 : 0.6);
        score += Math.Min(2, TaleLexicon.Count(text, TaleLexicon.Things) + TaleLexicon.Count(text, TaleLexicon.Places)) * 0.5;
        score += beat switch
        {
            1 => sentence.Number <= 3 ? 1 : 0,
            2 => Math.Min(3, TaleLexicon.Count(text, TaleLexicon.Trouble)) * 0.6,
            3 => Math.Min(3, TaleLexicon.Count(text, TaleLexicon.Turn)) * 0.7,
            4 => Math.Min(3, TaleLexicon.Count(text, TaleLexicon.End)) * 0.5,
            _ => 0,
        };
        if (sentence.Number == 1) score += 3;
        if (isLast) score += 4;
        if (text[^1] == '?') score -= 0.5;

        // What is told is counted by the word: many short sentences are no better than one long one.
        return Math.Max(0.2, score) * Math.Sqrt(words) * WordsWeight;
    }

    // At most so many words, the most that is told in them; sentences that follow one another are told better together.
    private static IReadOnlyList<Candidate> Best(IReadOnlyList<Candidate> candidates, int words)
    {
        if (candidates.Count == 0) return [];
        var best = new Dictionary<(int Last, int Words), (double Score, IReadOnlyList<Candidate> Picked)>();
        foreach (var (index, candidate) in candidates.Index())
        {
            Keep(best, (index, candidate.Words), candidate.Score, [candidate], words);
            foreach (var ((last, used), (score, picked)) in best.Where(entry => entry.Key.Last < index).ToList())
            {
                var follows = candidates[last].Sentence.Number == candidate.Sentence.Number - 1;
                Keep(best, (index, used + candidate.Words), score + candidate.Score + (follows ? FollowsBonus : 0), [.. picked, candidate], words);
            }
        }

        return best.Count > 0 ? best.Values.MaxBy(entry => entry.Score).Picked : [candidates.MinBy(candidate => candidate.Words)!];
    }

    private static void Keep(
        Dictionary<(int Last, int Words), (double Score, IReadOnlyList<Candidate> Picked)> best, (int Last, int Words) key, double score, IReadOnlyList<Candidate> picked, int words)
    {
        if (key.Words <= words && (!best.TryGetValue(key, out var other) || score > other.Score)) best[key] = (score, picked);
    }

    private List<string> Told(List<Candidate> chosen, int beat)
    {
        var told = new List<string>();
        foreach (var (index, candidate) in chosen.Index().Where(entry => entry.Item.Beat == beat))
        {
            var isNext = index > 0 && chosen[index - 1].Sentence.Number == candidate.Sentence.Number - 1;
            told.Add(TaleCut.Alone(candidate.Text, people, people.Before(candidate.Sentence), isNext, told.LastOrDefault()));
        }

        return told;
    }

    private static void Fill(List<List<string>> beats, int wordsMin, int wordsMax)
    {
        foreach (var (beat, sentences) in beats.Index().Where(entry => entry.Item.Count == 0)) sentences.Add(Fillers[beat][0]);
        foreach (var (beat, sentences) in Enumerable.Range(0, Fillers.Max(fillers => fillers.Length)).SelectMany(_ => beats.Index()))
        {
            if (Words(beats) < wordsMin && Fillers[beat].FirstOrDefault(filler => !sentences.Contains(filler)) is { } next) sentences.Add(next);
        }

        while (Words(beats) > wordsMax && beats.MaxBy(sentences => sentences.Count) is { Count: > 1 } longest) longest.RemoveAt(longest.Count - 2);

        // One sentence a beat, and still too many words: the longest gives way to one that is true of every tale.
        foreach (var (beat, sentences) in beats.Index().OrderByDescending(entry => entry.Item.Sum(TaleText.Words)).ToList())
        {
            if (Words(beats) > wordsMax && TaleText.Words(sentences[0]) > TaleText.Words(Fillers[beat][0])) sentences[0] = Fillers[beat][0];
        }
    }

    private static int Words(List<List<string>> beats) => beats.Sum(sentences => sentences.Sum(TaleText.Words));

    private sealed record Candidate(TaleSentence Sentence, string Text, int Words, int Beat, double Score);
}

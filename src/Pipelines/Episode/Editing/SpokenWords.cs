using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>The words of a speech with their times in the episode.</summary>
internal static class SpokenWords
{
    /// <summary>Silence at the end of a sound that words are not spread over, share of its length.</summary>
    private const double TailShare = 0.04;

    /// <summary>What a word takes beside its letters, in letters: the gap after it.</summary>
    private const double GapLetters = 1.5;

    /// <summary>What a pause at punctuation takes, in letters.</summary>
    private const double PunctuationLetters = 4;

    public static IReadOnlyList<CaptionWord> Of(Speech speech, int framesPerSecond)
    {
        var start = (double)speech.StartFrame / framesPerSecond;
        var words = speech.Sound.Words.Count > 0 ? Known(speech.Sound) : Spread(speech);
        return [.. words.Select(word => word with { StartSeconds = start + word.StartSeconds, EndSeconds = start + word.EndSeconds })];
    }

    private static IEnumerable<CaptionWord> Known(SpokenSound sound)
    {
        var last = 0.0;
        foreach (var word in sound.Words)
        {
            // What a provider tells may overlap by a little, or reach beyond the end.
            var from = Math.Clamp(word.StartSeconds, last, sound.Seconds);
            var to = Math.Clamp(word.EndSeconds, from, sound.Seconds);
            var pieces = CaptionText.Words(word.Text);
            for (var i = 0; i < pieces.Count; i++)
            {
                yield return new CaptionWord(pieces[i], from + ((to - from) * i / pieces.Count), from + ((to - from) * (i + 1) / pieces.Count));
            }

            last = to;
        }
    }

    /// <summary>Nobody knows when each is spoken: long words take longer, and so does punctuation.</summary>
    private static IEnumerable<CaptionWord> Spread(Speech speech)
    {
        var words = CaptionText.Words(speech.Text);
        if (words.Count == 0) yield break;
        var whole = words.Sum(word => LettersOf(word) + PauseOf(word)) - PauseOf(words[^1]);
        var secondsPerLetter = speech.Sound.Seconds * (1 - TailShare) / whole;
        var at = 0.0;
        foreach (var word in words)
        {
            yield return new CaptionWord(word, at * secondsPerLetter, (at + LettersOf(word)) * secondsPerLetter);
            at += LettersOf(word) + PauseOf(word);
        }
    }

    private static double LettersOf(string word) => word.Length + GapLetters;

    private static double PauseOf(string word) => char.IsPunctuation(word[^1]) && word[^1] is not ('\'' or '-') ? PunctuationLetters : 0;
}

using System.Globalization;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>How long words are when they are spoken. Pure.</summary>
public static class SpeechLength
{
    /// <summary>Words a narrator says in a second, the pauses between sentences included: 144 a minute, an unhurried reading.</summary>
    public const double WordsPerSecond = 2.4;

    /// <summary>How far an episode may be from the length that is wished for, as a share of it.</summary>
    public const double Tolerance = 0.15;

    // The rest is for what characters say: two to four lines.
    private const double NarrationShare = 0.72;
    private const double NarrationTolerance = 0.2;

    /// <summary>Number of spoken words: what has at least one letter or digit between spaces or dashes.</summary>
    public static int Words(string text) =>
        text.Split([' ', '\t', '\r', '\n', '\u2014', '\u2013'], StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));

    /// <summary>How long some words are, s.</summary>
    public static double Seconds(int words) => words / WordsPerSecond;

    /// <summary>How many words narration may have in an episode of some seconds.</summary>
    public static WordRange Narration(int seconds) => Range(seconds * WordsPerSecond * NarrationShare, NarrationTolerance);

    /// <summary>How many words narration and lines may have together: within the tolerance, and within the bounds of every episode.</summary>
    public static WordRange Whole(int seconds)
    {
        var range = Range(seconds * WordsPerSecond, Tolerance);
        return new WordRange(
            Math.Max(range.Min, (int)Math.Ceiling(WordLimits.SecondsMin * WordsPerSecond)), Math.Min(range.Max, (int)(WordLimits.SecondsMax * WordsPerSecond)));
    }

    /// <summary>How many words all lines may have together, beside a narration of so many words.</summary>
    public static WordRange Lines(int seconds, int narrationWords)
    {
        var whole = Whole(seconds);
        var most = Math.Min(whole.Max - narrationWords, WordLimits.LinesMax * WordLimits.LineWordsMax);
        return new WordRange(Math.Max(WordLimits.LinesMin, whole.Min - narrationWords), Math.Max(WordLimits.LinesMin, most));
    }

    private static WordRange Range(double wished, double tolerance) =>
        new((int)Math.Ceiling(wished * (1 - tolerance)), (int)Math.Floor(wished * (1 + tolerance)));
}

/// <summary>A number of words, both ends included.</summary>
public readonly record struct WordRange(int Min, int Max)
{
    /// <summary>Whether a number is in it.</summary>
    public bool Holds(int words) => words >= Min && words <= Max;

    /// <summary>For example <c>65 to 92</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Min} to {Max}");
}

namespace FunctionsPipeline.Media;

/// <summary>A few words that stand in the picture together.</summary>
/// <param name="StartSeconds">From when.</param>
/// <param name="EndSeconds">Until when; later than the start.</param>
/// <param name="Words">The words, at least one, with their times within the cue.</param>
public sealed record CaptionCue(double StartSeconds, double EndSeconds, IReadOnlyList<CaptionWord> Words)
{
    /// <summary>The words as one line.</summary>
    public string Text() => string.Join(' ', Words.Select(word => word.Text));
}

/// <summary>A word and when it is spoken, s from the beginning of the timeline.</summary>
/// <param name="Text">The word with its punctuation, without white space; see <see cref="CaptionText"/>.</param>
/// <param name="StartSeconds">From when.</param>
/// <param name="EndSeconds">Until when.</param>
public sealed record CaptionWord(string Text, double StartSeconds, double EndSeconds);

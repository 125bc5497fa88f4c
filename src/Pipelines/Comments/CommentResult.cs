namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>What a candidate gave: kept with its record.</summary>
/// <param name="Gate">Its score; null when there was no gate.</param>
/// <param name="Suggestions">In the order in which the model wrote them; none when the gate let it not through.</param>
public sealed record CommentResult(GateVerdict? Gate, IReadOnlyList<Suggested> Suggestions)
{
    /// <summary>Puts the answers together; which suggestions are duplicates is not known yet.</summary>
    internal static CommentResult Of(CommentAnswers answers, CommentsSettings settings) => new(
        answers.Gate,
        [
            .. answers.Texts.Select((text, index) => new Suggested(
                index + 1, text, answers.Scores[index], answers.Scores[index] >= settings.QualityThreshold ? SuggestionState.Kept : LowScore(settings))),
        ]);

    private static SuggestionState LowScore(CommentsSettings settings) => settings.SkipLowScores ? SuggestionState.LowScore : SuggestionState.KeptLow;
}

/// <summary>A suggestion.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">What it says.</param>
/// <param name="Score">How good it is, 0 to 1.</param>
/// <param name="State">Whether a person gets to see it.</param>
/// <param name="DuplicateOf">What it says again: <c>item#number</c> of this run, or <c>run/item#number</c> of an earlier one.</param>
/// <param name="Cosine">How near the nearest other one is; null when there was none to compare with.</param>
public sealed record Suggested(int Number, string Text, double Score, SuggestionState State, string? DuplicateOf = null, double? Cosine = null)
{
    /// <summary>True when a person gets to see it.</summary>
    public bool IsKept => State is SuggestionState.Kept or SuggestionState.KeptLow;
}

/// <summary>Where a suggestion stands.</summary>
public enum SuggestionState
{
    /// <summary>Good enough.</summary>
    Kept,

    /// <summary>Not good enough, and kept all the same because that was asked for.</summary>
    KeptLow,

    /// <summary>Not good enough.</summary>
    LowScore,

    /// <summary>Says what another one says.</summary>
    Duplicate,
}

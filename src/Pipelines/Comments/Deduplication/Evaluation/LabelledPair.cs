namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;

/// <summary>Two texts, and whether a person would post both.</summary>
/// <param name="A">One.</param>
/// <param name="B">The other.</param>
/// <param name="Label">How they stand to each other.</param>
/// <param name="Split">What they may be used for.</param>
public sealed record LabelledPair(string A, string B, PairLabel Label, PairSplit Split);

/// <summary>How two texts stand to each other. Only paraphrases are duplicates.</summary>
public enum PairLabel
{
    /// <summary>They say the same.</summary>
    Paraphrase,

    /// <summary>Built alike, about something else.</summary>
    NearMiss,

    /// <summary>One says the opposite of the other.</summary>
    Negation,

    /// <summary>Nothing in common.</summary>
    Unrelated,
}

/// <summary>What a pair may be used for. A hash of its texts decides, nobody's wish.</summary>
public enum PairSplit
{
    /// <summary>Choosing thresholds and weights.</summary>
    Fit,

    /// <summary>Measuring, and nothing else.</summary>
    Test,
}

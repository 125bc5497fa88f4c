namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

/// <summary>Why two texts that are alike do not say the same.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Left">The word or number of the first text; empty when it has none.</param>
/// <param name="Right">That of the second.</param>
public sealed record MeaningConflict(ConflictKind Kind, string Left, string Right);

/// <summary>What may differ between two texts that are alike.</summary>
public enum ConflictKind
{
    /// <summary>One denies what the other states.</summary>
    Negation,

    /// <summary>They name opposite ends: more and less, before and after.</summary>
    Opposite,

    /// <summary>They name different numbers.</summary>
    Number,

    /// <summary>They name different persons, places or products.</summary>
    Name,

    /// <summary>They name different ones of a kind: Monday and Tuesday, coffee and tea.</summary>
    Rival,

    /// <summary>They compare the same things the other way round.</summary>
    Order,

    /// <summary>The same sentence about another thing.</summary>
    Subject,
}

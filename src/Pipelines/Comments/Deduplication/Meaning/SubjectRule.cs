using FunctionsPipeline.Providers.Offline;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

/// <summary>
/// The same sentence about another thing: "the soup needs more salt", "the soup needs more garlic". The texts are laid along each
/// other; where both have a word of content that the other has nowhere, between words that they share, the thing was exchanged.
/// </summary>
internal static class SubjectRule
{
    // Texts of which less than this share is in the other in the same order are not the same sentence.
    private const double SharedMin = 0.6;

    // Laying along costs the product of both lengths; replies are far shorter.
    private const int WordsMax = 500;

    public static MeaningConflict? Find(Statement left, Statement right)
    {
        if (left.Words.Count > WordsMax || right.Words.Count > WordsMax) return null;
        var shared = Alignment.Of(left.Words, right.Words);
        if (shared.Count < SharedMin * Math.Max(left.Words.Count, right.Words.Count)) return null;
        var (leftFrom, rightFrom) = (0, 0);
        foreach (var (leftAt, rightAt) in shared.Append((left.Words.Count, right.Words.Count)))
        {
            var one = Own(left, leftFrom, leftAt, right);
            var other = Own(right, rightFrom, rightAt, left);
            if (one is not null && other is not null) return new MeaningConflict(ConflictKind.Subject, one.Surface, other.Surface);
            (leftFrom, rightFrom) = (leftAt + 1, rightAt + 1);
        }

        return null;
    }

    /// <summary>A word of content between two places that the other text has nowhere.</summary>
    private static EnglishWord? Own(Statement statement, int from, int to, Statement other)
    {
        for (var index = from; index < to; index++)
        {
            var word = statement.Words[index];
            if (word.Role == WordRole.Content && !other.Concepts.Contains(word.Concept) && !IsAnswered(word.Concept, other)) return word;
        }

        return null;
    }

    /// <summary>"Not cheap" and "expensive": the other text speaks of the same axis, and the rule of polarity had nothing against it.</summary>
    private static bool IsAnswered(string concept, Statement other) =>
        MeaningLists.BuiltIn.Axes.Any(axis => axis.SideOf(concept) != 0 && other.Concepts.Any(candidate => axis.SideOf(candidate) != 0));
}

using FunctionsPipeline.Providers.Offline;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

/// <summary>
/// Finds why two texts that are alike do not say the same. It reads words, so it works beside any embedder: embedders put
/// "always X" next to "never X". English only; in other languages it sees numbers and names.
/// </summary>
/// <remarks>When in doubt it finds a conflict: two suggestions too many cost a person a glance, a lost one is lost.</remarks>
public static class MeaningGuard
{
    /// <summary>The first conflict found, or null.</summary>
    public static MeaningConflict? Find(string left, string right) => Find(Statement.Of(left), Statement.Of(right));

    internal static MeaningConflict? Find(Statement left, Statement right) =>
        Numbers(left, right)
        ?? PolarityRule.Find(left, right)
        ?? OrderRule.Find(left, right)
        ?? Names(left, right)
        ?? Rivals(left, right)
        ?? SubjectRule.Find(left, right);

    /// <summary>A text that names a number more is a fuller one; each naming one that the other lacks is a contradiction.</summary>
    private static MeaningConflict? Numbers(Statement left, Statement right) =>
        Exclusive(ConflictKind.Number, Surplus(left.Numbers, right.Numbers), Surplus(right.Numbers, left.Numbers));

    private static IEnumerable<string> Surplus(IReadOnlyList<string> numbers, IReadOnlyList<string> others) =>
        numbers.Where(number => numbers.Count(one => one == number) > others.Count(other => other == number));

    private static MeaningConflict? Names(Statement left, Statement right) =>
        Exclusive(ConflictKind.Name, NamesOnlyIn(left, right), NamesOnlyIn(right, left));

    private static IEnumerable<string> NamesOnlyIn(Statement statement, Statement other) =>
        statement.Words.Where(word => word.IsCapitalised && !word.IsListed && !other.Concepts.Contains(word.Concept)).Select(word => word.Surface);

    private static MeaningConflict? Rivals(Statement left, Statement right)
    {
        foreach (var rivals in MeaningLists.BuiltIn.Rivals)
        {
            var conflict = Exclusive(
                ConflictKind.Rival,
                left.Concepts.Intersect(rivals).Except(right.Concepts),
                right.Concepts.Intersect(rivals).Except(left.Concepts));
            if (conflict is not null) return conflict;
        }

        return null;
    }

    private static MeaningConflict? Exclusive(ConflictKind kind, IEnumerable<string> left, IEnumerable<string> right) =>
        left.FirstOrDefault() is { } one && right.FirstOrDefault() is { } other ? new MeaningConflict(kind, one, other) : null;
}

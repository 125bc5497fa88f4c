using FunctionsPipeline.Providers.Offline;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

/// <summary>"Cats are cleaner than dogs" is not "dogs are cleaner than cats".</summary>
internal static class OrderRule
{
    private static readonly IReadOnlyList<string> Comparers =
        [.. EnglishText.Read("than before after beats over from into versus").Select(word => word.Concept)];

    private static readonly string First = EnglishText.Read("first")[0].Concept;

    private static readonly string Second = EnglishText.Read("second")[0].Concept;

    public static MeaningConflict? Find(Statement left, Statement right)
    {
        foreach (var comparer in Comparers)
        {
            if (Around(left, comparer) is not { } one || Around(right, comparer) is not { } other) continue;
            var moved = one.Before.Except(one.After).Intersect(other.After.Except(other.Before)).FirstOrDefault();
            var back = one.After.Except(one.Before).Intersect(other.Before.Except(other.After)).FirstOrDefault();
            if (moved is not null && back is not null) return new MeaningConflict(ConflictKind.Order, $"{moved} {comparer} {back}", $"{back} {comparer} {moved}");
        }

        return Ranks(left, right);
    }

    /// <summary>"A designer first and an engineer second".</summary>
    private static MeaningConflict? Ranks(Statement left, Statement right)
    {
        if (RankedFirst(left) is not { } one || RankedFirst(right) is not { } other || one == other) return null;
        return right.Concepts.Contains(one) && left.Concepts.Contains(other) ? new MeaningConflict(ConflictKind.Order, $"{one} first", $"{other} first") : null;
    }

    private static string? RankedFirst(Statement statement)
    {
        if (!statement.Concepts.Contains(Second)) return null;
        var at = IndexOf(statement, First);
        return at <= 0 ? null : statement.Words.Take(at).LastOrDefault(word => word.Role != WordRole.Silent)?.Concept;
    }

    private static (HashSet<string> Before, HashSet<string> After)? Around(Statement statement, string comparer)
    {
        var at = IndexOf(statement, comparer);

        // "Before you update, back up": without a left side there is nothing to swap.
        if (at <= 0 || at == statement.Words.Count - 1) return null;
        return (Telling(statement.Words.Take(at)), Telling(statement.Words.Skip(at + 1)));
    }

    private static int IndexOf(Statement statement, string concept)
    {
        for (var index = 0; index < statement.Words.Count; index++)
        {
            if (statement.Words[index].Concept == concept) return index;
        }

        return -1;
    }

    private static HashSet<string> Telling(IEnumerable<EnglishWord> words) =>
        words.Where(word => word.Role != WordRole.Silent).Select(word => word.Concept).ToHashSet(StringComparer.Ordinal);
}

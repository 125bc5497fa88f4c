namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

/// <summary>Opposites and denials. "Not cheap" agrees with "expensive"; "not" without such a partner must stand in both texts.</summary>
internal static class PolarityRule
{
    // "Not a very good idea": how far a denial reaches.
    private const int ReachWords = 5;

    public static MeaningConflict? Find(Statement left, Statement right)
    {
        var (leftExplained, rightExplained) = (new HashSet<int>(), new HashSet<int>());
        foreach (var axis in MeaningLists.BuiltIn.Axes)
        {
            var (leftUse, rightUse) = (AxisUse.Of(left, axis), AxisUse.Of(right, axis));
            if (!leftUse.IsThere || !rightUse.IsThere) continue;
            if (leftUse.Contradicts(rightUse)) return new MeaningConflict(ConflictKind.Opposite, leftUse.Word, rightUse.Word);

            // Both texts speak of it and agree: denials that belong to it are accounted for.
            leftExplained.UnionWith(leftUse.Denials);
            rightExplained.UnionWith(rightUse.Denials);
        }

        return Prefixed(left, right) ?? Flip(Prefixed(right, left)) ?? Denials(left, leftExplained, right, rightExplained);
    }

    private static MeaningConflict? Denials(Statement left, HashSet<int> leftExplained, Statement right, HashSet<int> rightExplained)
    {
        var (inLeft, inRight) = (NegationsOf(left, leftExplained), NegationsOf(right, rightExplained));

        // Two denials in a text mostly cancel each other; an odd one against an even number turns the meaning round.
        return inLeft.Count % 2 == inRight.Count % 2
            ? null
            : new MeaningConflict(ConflictKind.Negation, string.Join(' ', inLeft), string.Join(' ', inRight));
    }

    private static List<string> NegationsOf(Statement statement, HashSet<int> explained) =>
        [.. Enumerable.Range(0, statement.Words.Count).Where(index => IsNegation(statement, index) && !explained.Contains(index)).Select(index => statement.Words[index].Surface)];

    private static bool IsNegation(Statement statement, int index) => MeaningLists.BuiltIn.Negations.Contains(statement.Words[index].Concept);

    /// <summary>"Clear" and "unclear": a prefix that denies, before a word of the other text.</summary>
    private static MeaningConflict? Prefixed(Statement left, Statement right)
    {
        foreach (var word in left.Words)
        {
            foreach (var prefix in (ReadOnlySpan<string>)["un", "in", "im", "ir", "il", "dis", "non", "mis"])
            {
                if (!word.Surface.StartsWith(prefix, StringComparison.Ordinal) || right.Words.Any(other => other.Surface == word.Surface)) continue;
                var rest = word.Surface[prefix.Length..];
                if (rest.Length >= 3 && right.Words.Any(other => other.Surface == rest) && left.Words.All(other => other.Surface != rest))
                {
                    return new MeaningConflict(ConflictKind.Opposite, word.Surface, rest);
                }
            }
        }

        return null;
    }

    private static MeaningConflict? Flip(MeaningConflict? conflict) =>
        conflict is null ? null : conflict with { Left = conflict.Right, Right = conflict.Left };

    /// <summary>What a text says on an axis.</summary>
    /// <param name="AtOne">Words at one end, or denied words at the other.</param>
    /// <param name="AtOther">The rest.</param>
    /// <param name="Word">The last of them as written.</param>
    /// <param name="Denials">Places of the denials that belong to them.</param>
    private sealed record AxisUse(int AtOne, int AtOther, string Word, IReadOnlyList<int> Denials)
    {
        public bool IsThere => AtOne + AtOther > 0;

        /// <summary>Each has a word too many at the end where the other has too few. A text may well speak of both ends.</summary>
        public bool Contradicts(AxisUse other) =>
            (AtOne > other.AtOne && AtOther < other.AtOther) || (AtOne < other.AtOne && AtOther > other.AtOther);

        public static AxisUse Of(Statement statement, Axis axis)
        {
            var (atOne, atOther, word, denials) = (0, 0, "", new List<int>());
            for (var index = 0; index < statement.Words.Count; index++)
            {
                var side = axis.SideOf(statement.Words[index].Concept);
                if (side == 0) continue;
                var before = DenialsBefore(statement, index);
                if (before.Count % 2 == 0 == side > 0) atOne++;
                else atOther++;
                denials.AddRange(before);
                word = statement.Words[index].Surface;
            }

            return new AxisUse(atOne, atOther, word, denials);
        }

        private static List<int> DenialsBefore(Statement statement, int index)
        {
            var denials = new List<int>();
            for (var at = index - 1; at >= 0 && at >= index - ReachWords && !statement.Words[at + 1].StartsClause; at--)
            {
                if (IsNegation(statement, at)) denials.Add(at);
            }

            return denials;
        }
    }
}

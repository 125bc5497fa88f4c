namespace FunctionsPipeline.Simulator.Faults;

/// <summary>Guesses what somebody meant to write.</summary>
internal static class Suggestion
{
    /// <summary>The known name that is nearest, or null when none is near.</summary>
    public static string? Nearest(string name, IReadOnlyCollection<string> known)
    {
        // A word that was cut short is nearer than its length says.
        if (known.FirstOrDefault(candidate => candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase) && name.Length > 2) is { } longer) return longer;
        var (nearest, distance) = known.Select(candidate => (candidate, Distance(name, candidate))).MinBy(pair => pair.Item2);
        return nearest is not null && distance <= Math.Max(2, name.Length / 3) ? nearest : null;
    }

    // Letters to insert, delete or replace (Levenshtein), one row at a time.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var cost = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[to.Length];
    }
}

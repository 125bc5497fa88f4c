namespace FunctionsPipeline.Pipelines.Input;

/// <summary>Guesses which name was meant. Pure.</summary>
public static class Suggestion
{
    /// <summary>The candidate that fewest typing errors turn into <paramref name="name"/>; null when none is near.</summary>
    /// <remarks>
    /// Near means at most a third of the name's letters, or two, changed, added, dropped or swapped with a neighbour; case does not count.
    /// </remarks>
    public static string? Closest(string name, IEnumerable<string> candidates)
    {
        string? closest = null;
        var fewest = Math.Max(2, name.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            // A distance is at least the difference in length; this also bounds the work for hostile names.
            if (Math.Abs(candidate.Length - name.Length) >= fewest) continue;
            var errors = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (errors >= fewest || errors >= candidate.Length) continue;
            (closest, fewest) = (candidate, errors);
        }

        return closest;
    }

    /// <summary>Edit distance with swaps of neighbours (optimal string alignment).</summary>
    private static int Distance(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) table[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var change = one[i - 1] == other[j - 1] ? 0 : 1;
                var least = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    least = Math.Min(least, table[i - 2, j - 2] + 1);
                }

                table[i, j] = least;
            }
        }

        return table[one.Length, other.Length];
    }
}

using FunctionsPipeline.Providers.Offline;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

/// <summary>The longest series of words that two texts share in the same order.</summary>
internal static class Alignment
{
    /// <summary>Places in both texts, ascending.</summary>
    public static List<(int Left, int Right)> Of(IReadOnlyList<EnglishWord> left, IReadOnlyList<EnglishWord> right)
    {
        // Lengths of the longest shared series of what follows each pair of places.
        var lengths = new int[left.Count + 1, right.Count + 1];
        for (var i = left.Count - 1; i >= 0; i--)
        {
            for (var j = right.Count - 1; j >= 0; j--)
            {
                lengths[i, j] = left[i].Concept == right[j].Concept ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var places = new List<(int, int)>();
        for (int i = 0, j = 0; i < left.Count && j < right.Count;)
        {
            if (left[i].Concept == right[j].Concept) places.Add((i++, j++));
            else if (lengths[i + 1, j] >= lengths[i, j + 1]) i++;
            else j++;
        }

        return places;
    }
}

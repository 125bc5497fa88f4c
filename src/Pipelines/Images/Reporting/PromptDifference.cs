namespace FunctionsPipeline.Pipelines.Images.Reporting;

/// <summary>Words of a prompt that are the same as before, new, or gone.</summary>
/// <param name="Text">One or more words.</param>
/// <param name="Change">0 the same, 1 new, -1 gone.</param>
internal readonly record struct PromptPiece(string Text, int Change);

/// <summary>What was changed in a prompt, word by word: the longest common subsequence. Pure.</summary>
internal static class PromptDifference
{
    /// <summary>More words are not compared word by word: the table would grow with their square.</summary>
    private const int WordsMax = 1000;

    /// <summary>The new prompt with what is gone in its place.</summary>
    public static IReadOnlyList<PromptPiece> Between(string before, string after)
    {
        var (old, now) = (Words(before), Words(after));
        if (old.Length > WordsMax || now.Length > WordsMax) return before == after ? [new PromptPiece(after, 0)] : [new PromptPiece(before, -1), new PromptPiece(after, 1)];

        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var pieces = new List<PromptPiece>();
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j]) Add(pieces, old[i++], 0, ref j, step: 1);
            else if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1])) Add(pieces, old[i++], -1, ref j, step: 0);
            else Add(pieces, now[j], 1, ref j, step: 1);
        }

        return pieces;
    }

    private static void Add(List<PromptPiece> pieces, string word, int change, ref int j, int step)
    {
        j += step;
        if (pieces.Count > 0 && pieces[^1].Change == change) pieces[^1] = new PromptPiece(pieces[^1].Text + " " + word, change);
        else pieces.Add(new PromptPiece(word, change));
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

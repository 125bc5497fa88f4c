using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.X;

/// <summary>What may be posted on X by a program: a text of our own with a video, to nobody. Pure.</summary>
internal static partial class XPostRules
{
    private const int WeightMax = 280;
    private const long VideoBytesMax = 512L << 20;
    private static readonly string[] MediaTypes = ["video/mp4", "video/quicktime", "video/webm", "video/mp2t"];

    public static IReadOnlyList<string> Check(PostPublication post, long mediaBytes)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(post.Text)) problems.Add("text: is empty");
        if (!RequestIds.IsSafe(post.RunTag) || Link().IsMatch(post.RunTag)) problems.Add("run tag: must be letters, digits, - and _");
        var weight = WeightOf(post.LabelledText);
        if (weight > WeightMax) problems.Add($"text: weighs {weight} with its label, as X counts; at most {WeightMax} are allowed");

        // Since February 2026 a program may not answer, mention or quote people who did not ask for it.
        if (Mention().IsMatch(post.Text)) problems.Add("text: mentions somebody with @; only posts to nobody are made");
        if (Link().IsMatch(post.Text)) problems.Add("text: holds what X takes for a link, which costs thirteen times as much; leave it out, or put a space after the full stop");
        if (mediaBytes is < 1 or > VideoBytesMax) problems.Add($"video: has {mediaBytes} bytes; 1 to {VideoBytesMax} are allowed");
        if (!MediaTypes.Contains(post.MediaType)) problems.Add($"video: is of type '{post.MediaType}'; one of: {string.Join(", ", MediaTypes)}");
        return problems;
    }

    /// <summary>X counts most characters of European writing once and all others twice.</summary>
    public static int WeightOf(string text)
    {
        var weight = 0;
        foreach (var rune in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            weight += rune.Value is <= 4351 or (>= 8192 and <= 8205) or (>= 8208 and <= 8223) or (>= 8242 and <= 8247) ? 1 : 2;
        }

        return weight;
    }

    [GeneratedRegex("[@\uFF20][A-Za-z0-9_]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();

    [GeneratedRegex(@"https?:|[\p{L}\p{Nd}]\.\p{L}{2,}", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}

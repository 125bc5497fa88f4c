using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Simulator.X;

/// <summary>A query as far as it is imitated: words and phrases to be found, and the operators that sort out posts.</summary>
/// <param name="Topic">What the posts are about: the words and phrases, in the order given.</param>
/// <param name="Language">Only posts in this language; null for all.</param>
/// <param name="Author">Only posts of this handle; null for all.</param>
/// <param name="LikesMin">Only posts with so many likes.</param>
/// <param name="Without">Words that a post must not hold.</param>
internal sealed partial record XQuery(string Topic, string? Language, string? Author, int LikesMin, IReadOnlyList<string> Without)
{
    private const string NoTerm = "Rules must contain at least one positive, non-stopword clause.";

    private static readonly string[] IgnoredOperators = ["is", "has", "min_replies", "min_reposts"];

    /// <summary>Reads a query.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? TryRead(string text, out XQuery? query)
    {
        query = null;
        var topic = new List<string>();
        var without = new List<string>();
        string? language = null, author = null;
        var likesMin = 0;
        foreach (Match match in Term().Matches(text))
        {
            var (isNegated, name, value) = (match.Groups["not"].Length > 0, match.Groups["operator"].Value, match.Groups["value"].Value.Trim('"'));
            if (name.Length == 0 && value is "OR" or "AND") continue;
            if (IgnoredOperators.Contains(name)) continue;
            if (name.Length == 0) (isNegated ? without : topic).Add(value);
            else if (name == "lang" && !isNegated) language = value;
            else if (name == "from" && !isNegated) author = value.TrimStart('@');
            else if (name == "min_likes" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out likesMin)) continue;
            else return $"There were errors processing your request: Reference to invalid operator '{name}'.";
        }

        if (topic.Count == 0 && author is null) return NoTerm;
        query = new XQuery(topic.Count == 0 ? author! : string.Join(' ', topic), language, author, likesMin, without);
        return null;
    }

    /// <summary>True when a post is among those asked for.</summary>
    public bool Fits(XFoundPost post) =>
        (Language is null || post.Language == Language)
        && (Author is null || string.Equals(post.Author.Handle, Author, StringComparison.OrdinalIgnoreCase))
        && post.Metrics.LikeCount >= LikesMin
        && !Without.Any(word => post.Text.Contains(word, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("""(?<not>-?)(?:(?<operator>[a-z_]+):)?(?<value>"[^"]*"|[^\s()":]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Term();
}

using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.X;

/// <summary>A page of posts as X writes it. Pure.</summary>
/// <param name="Posts">The posts, newest first.</param>
/// <param name="NextToken">Asks for the next page; null at the end.</param>
/// <param name="Problems">What X says of parts that it could not give, beside the posts and with a good status.</param>
internal sealed record XPage(IReadOnlyList<FoundPost> Posts, string? NextToken, IReadOnlyList<string> Problems)
{
    private sealed record Author(string Handle, long? Followers);

    /// <summary>Reads an answer; null when it is none: no posts, and no word that there are none.</summary>
    public static XPage? Read(JsonElement body)
    {
        var meta = body.Object("meta");
        var data = body.Array("data");

        // No results: no list at all, and a count of 0.
        if (data is null && meta?.Count("result_count") != 0) return null;
        var authors = AuthorsOf(body);
        var posts = (data?.EnumerateArray().AsEnumerable() ?? [])
            .Where(post => RequestIds.IsSafe(post.Text("id")))
            .Select(post => Post(post, authors))
            .ToList();
        var problems = (body.Array("errors")?.EnumerateArray().AsEnumerable() ?? [])
            .Select(error => error.Text("detail") ?? error.Text("message") ?? error.Text("title") ?? "no reason given")
            .ToList();
        return new XPage(posts, meta?.Text("next_token"), problems);
    }

    private static Dictionary<string, Author> AuthorsOf(JsonElement body)
    {
        var authors = new Dictionary<string, Author>(StringComparer.Ordinal);
        foreach (var user in body.Object("includes")?.Array("users")?.EnumerateArray().AsEnumerable() ?? [])
        {
            if (user.Text("id") is { } id) authors[id] = new Author(user.Text("username") ?? "", user.Object("public_metrics")?.Count("followers_count"));
        }

        return authors;
    }

    private static FoundPost Post(JsonElement post, Dictionary<string, Author> authors)
    {
        var author = post.Text("author_id") is { } id ? authors.GetValueOrDefault(id) : null;
        var metrics = post.Object("public_metrics") ?? default;
        return new FoundPost(post.Text("id")!, Plain(post.Text("text") ?? ""), author?.Handle ?? "", Moment(post.Text("created_at")))
        {
            Followers = author?.Followers,
            Url = Url(author?.Handle, post.Text("id")!),
            Likes = metrics.Count("like_count"),
            Reposts = metrics.Count("retweet_count") ?? metrics.Count("repost_count"),
            Replies = metrics.Count("reply_count"),
            Language = Language(post.Text("lang")),
        };
    }

    // X finds a post by its id alone; with its author the address tells a person more.
    private static string Url(string? handle, string id) =>
        $"https://x.com/{(string.IsNullOrEmpty(handle) ? "i/web" : Uri.EscapeDataString(handle))}/status/{Uri.EscapeDataString(id)}";

    // X writes these three, and only these, as HTML does.
    private static string Plain(string text) => text
        .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    /// <summary>Two letters, today's ones: X has words of its own for "unknown" and "only hashtags", and old codes for two languages.</summary>
    private static string? Language(string? code) => code switch
    {
        "in" => "id",
        "iw" => "he",
        { Length: 2 } => code,
        _ => null,
    };
}

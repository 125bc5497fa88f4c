using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.X;

/// <summary>X's search in the posts of the last seven days. Each post of a page costs.</summary>
internal sealed class XSearch(
    SimulatorOptions options, Intake intake, PriceList prices, RateLimiter limiter, XRateWindow window, CallWait wait, XErrors errors, TimeProvider clock)
{
    private const string Provider = "x";
    private const string Model = "search/recent";

    private static readonly SecondsRange Work = new(0.2, 1.5);
    private static readonly string[] Known =
        ["query", "max_results", "next_token", "start_time", "sort_order", "tweet.fields", "expansions", "user.fields"];

    private readonly XCorpus _corpus = new(Draw.FromSeed(options.Seed).For(Provider));

    /// <summary>What a page holds.</summary>
    private sealed record Page(IReadOnlyList<XFoundPost> Posts, bool HasMore);

    /// <summary>GET /2/tweets/search/recent.</summary>
    public async Task SearchAsync(HttpContext context)
    {
        if (ApiKey.Check(context.Request, "Bearer", out var keyId) != KeyCheck.Good)
        {
            await errors.WriteAsync(context, 401, "Unauthorized");
            return;
        }

        if (!window.TryCount(context, keyId) || !limiter.TryAdmit(Provider, keyId))
        {
            await FaultPlayer.RateLimitAsync(context, retryAfterSeconds: null, errors);
            return;
        }

        if (Problem(context, out var query, out var request) is var (name, value, message))
        {
            await XErrors.ParameterAsync(context, name, value, message);
            return;
        }

        var text = context.Request.Query["query"].ToString();
        var page = PageOf(query!, request);
        var order = new CallOrder(Provider, FaultOperation.Search, keyId, Model, text)
        {
            PriceTicks = page.Posts.Count * prices.TicksPer("post", Provider, Model),
            WorkSeconds = draw => Work.At(draw.Share),
            StatusesNotCharged = [500, 503],
            IsModerated = false,
        };
        if (await intake.AcceptAsync(context, order, errors) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        await Reply.WriteAsync(context, 200, AnswerOf(context, page, text), XJson.Default.XAnswer);
    }

    private readonly record struct Bounds(int Count, DateTimeOffset From, long? BeforeId);

    private (string Name, string Value, string Message)? Problem(HttpContext context, out XQuery? query, out Bounds bounds)
    {
        query = null;
        bounds = default;
        var given = context.Request.Query;
        if (given.Keys.FirstOrDefault(key => !Known.Contains(key)) is { } unknown)
        {
            return (unknown, given[unknown].ToString(), $"The query parameter [{unknown}] is not one of [{string.Join(",", Known)}]");
        }

        var text = given["query"].ToString();
        if (text.Length is < 1 or > 4096) return ("query", text, $"`query` query parameter length [{text.Length}] is not between 1 and 4096");
        if (XQuery.TryRead(text, out query) is { } problem) return ("query", text, problem);
        var size = given["max_results"].ToString();
        if (!int.TryParse(size.Length == 0 ? "10" : size, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 10 or > 100)
        {
            return ("max_results", size, $"The `max_results` query parameter value [{size}] is not between 10 and 100");
        }

        var now = clock.GetUtcNow();
        var from = now - XCorpus.Window;
        var start = given["start_time"].ToString();
        if (start.Length > 0 && (!DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out from) || from < now - XCorpus.Window || from > now))
        {
            return ("start_time", start, "Invalid 'start_time': must be on or after seven days ago, and before now");
        }

        var token = given["next_token"].ToString();
        if (token.Length > 0 && IdOf(token, text) is null) return ("next_token", token, $"The `next_token` query parameter value [{token}] is not valid");
        bounds = new Bounds(count, from, token.Length > 0 ? IdOf(token, text) : null);
        return null;
    }

    private Page PageOf(XQuery query, Bounds bounds)
    {
        var posts = _corpus.Posts(query.Topic, bounds.From, clock.GetUtcNow())
            .Where(post => bounds.BeforeId is null || post.Id < bounds.BeforeId)
            .Where(query.Fits)
            .Take(bounds.Count + 1)
            .ToList();
        return new Page([.. posts.Take(bounds.Count)], posts.Count > bounds.Count);
    }

    private static XAnswer AnswerOf(HttpContext context, Page page, string query)
    {
        if (page.Posts.Count == 0) return new XAnswer(new XMeta(0));
        var fields = List(context, "tweet.fields");
        var authors = page.Posts.Select(post => post.Author).DistinctBy(author => author.Id).ToList();
        var hasUsers = List(context, "expansions").Contains("author_id");
        var missing = hasUsers ? authors.Where(author => author.IsSuspended).Select(author => XErrors.MissingUser(author.Id)).ToList() : [];
        var meta = new XMeta(page.Posts.Count)
        {
            NewestId = Text(page.Posts[0].Id),
            OldestId = Text(page.Posts[^1].Id),
            NextToken = page.HasMore ? TokenOf(page.Posts[^1].Id, query) : null,
        };
        return new XAnswer(meta)
        {
            Data = [.. page.Posts.Select(post => PostOf(post, fields))],
            Includes = hasUsers ? new XIncludes([.. authors.Where(author => !author.IsSuspended).Select(author => UserOf(author, List(context, "user.fields")))]) : null,
            Errors = missing.Count == 0 ? null : missing,
        };
    }

    // Only id and text come unless more is asked for.
    private static XPost PostOf(XFoundPost post, string[] fields) => new(Text(post.Id), Escaped(post.Text))
    {
        AuthorId = fields.Contains("author_id") ? post.Author.Id : null,
        CreatedAt = fields.Contains("created_at") ? post.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : null,
        Lang = fields.Contains("lang") ? post.Language : null,
        PublicMetrics = fields.Contains("public_metrics") ? post.Metrics : null,
    };

    private static XUser UserOf(XAuthor author, string[] fields) => new(author.Id, author.Name, author.Handle)
    {
        PublicMetrics = fields.Contains("public_metrics") ? new XUserMetrics(author.Followers, author.Followers / 3, author.Followers / 2) : null,
    };

    private static string[] List(HttpContext context, string name) => context.Request.Query[name].ToString().Split(',');

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    // A token belongs to its query: with another one it is refused.
    private static string TokenOf(long id, string query) => id.ToString("x16", CultureInfo.InvariantCulture) + Mark(id, query);

    private static long? IdOf(string token, string query) =>
        token.Length > 16 && long.TryParse(token.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) && token[16..] == Mark(id, query)
            ? id
            : null;

    private static string Mark(long id, string query) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(id) + query)))[..12];

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Publishing;

namespace FunctionsPipeline.Simulator.X;

/// <summary>X's posts of an account. Replies and quotes are refused, as they are to programs that nobody summoned. Safe for several threads.</summary>
internal sealed class XPosting(XMedia media, PublishFaults faults, PublishedBook book, XErrors errors, SimulatorOptions options, TimeProvider clock)
{
    private const string Provider = "x";
    private const int PostsMax = 100;
    private const long WindowSeconds = 15 * 60;

    // Simulated: how long a new post is missing from the list.
    private const double ListingLagSeconds = 10;

    private static readonly string[] Known = ["text", "media", "made_with_ai", "reply_settings", "paid_partnership", "nullcast"];

    private readonly ConcurrentDictionary<(string KeyId, long Window), int> _counts = new();

    /// <summary>POST /x/2/tweets.</summary>
    public async Task CreateAsync(HttpContext context)
    {
        if (await media.EnterAsync(context) is not { } keyId) return;
        if (await Reply.ReadObjectAsync(context.Request) is not { } body || !body.TryText("text", out var text) || text is null)
        {
            await XErrors.ParameterAsync(context, "text", "", "text is needed");
            return;
        }

        if (!TryCount(context, keyId))
        {
            await FaultPlayer.RateLimitAsync(context, retryAfterSeconds: null, errors);
            return;
        }

        await faults.AnswerAsync(context, FaultOperation.Publish, Provider, text, errors, fault => Task.FromResult(Create(context, keyId, body, text, isOdd: fault is not null)));
    }

    /// <summary>GET /x/2/users/me.</summary>
    public async Task MeAsync(HttpContext context)
    {
        if (await media.EnterAsync(context) is not { } keyId) return;
        var me = new JsonObject { ["data"] = new JsonObject { ["id"] = IdOf(keyId), ["name"] = "Simulated", ["username"] = "simulated" } };
        await Reply.WriteAsync(context, me.ToJsonString());
    }

    /// <summary>GET /x/2/users/{id}/tweets, newest first.</summary>
    public async Task ListAsync(HttpContext context, string id)
    {
        if (await media.EnterAsync(context) is not { } keyId) return;
        if (id != IdOf(keyId))
        {
            await errors.WriteAsync(context, 404, "No such user.");
            return;
        }

        await faults.AnswerAsync(context, FaultOperation.List, Provider, "posts", errors, _ => Task.FromResult(() => ShowAsync(context, keyId)));
    }

    private Func<Task> Create(HttpContext context, string keyId, JsonElement body, string text, bool isOdd)
    {
        if (body.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
        {
            return unknown is "reply" or "quote_tweet_id"
                ? () => ForbiddenAsync(context, "You are not permitted to reply to or quote a post whose author did not summon you.")
                : () => XErrors.ParameterAsync(context, unknown, "", $"{unknown} is not a field of a post");
        }

        if (book.Of(Provider, keyId).Any(post => post.Text == text)) return () => ForbiddenAsync(context, "You are not allowed to create a Tweet with duplicate content.");
        var ids = body.Field("media")?.Field("media_ids")?.EnumerateArray().Select(id => id.ToString()).ToList() ?? [];
        if (ids.Count != 1 || media.ContentOf(ids[0], keyId) is not { } sha256) return () => XErrors.ParameterAsync(context, "media.media_ids", string.Join(',', ids), "Your media IDs are invalid.");
        var post = new PublishedItem
        {
            Provider = Provider,
            KeyId = keyId,
            Id = (1_990_000_000_000_000_000 + book.NextNumber()).ToString(CultureInfo.InvariantCulture),
            Text = text,
            Sha256 = sha256,
            At = clock.GetUtcNow(),
            Resource = JsonNode.Parse(body.GetRawText())!.AsObject(),
        };
        book.Add(post);
        return () =>
        {
            context.Response.StatusCode = isOdd ? 200 : 201;
            var answer = isOdd
                ? new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["title"] = "Internal Error", ["detail"] = "Something went wrong after your post was taken." }) }
                : new JsonObject { ["data"] = new JsonObject { ["id"] = post.Id, ["text"] = text } };
            return Reply.WriteAsync(context, answer.ToJsonString());
        };
    }

    private Task ShowAsync(HttpContext context, string keyId)
    {
        var listed = clock.GetUtcNow() - TimeSpan.FromSeconds(ListingLagSeconds * options.TimeScale);
        var from = DateTimeOffset.TryParse(context.Request.Query["start_time"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) ? start : DateTimeOffset.MinValue;
        var posts = book.Of(Provider, keyId).Where(post => post.At <= listed && post.At >= from).Take(PostsMax).Select(post => new JsonObject { ["id"] = post.Id, ["text"] = Escaped(post.Text) }).ToList();
        var answer = new JsonObject { ["meta"] = new JsonObject { ["result_count"] = posts.Count } };
        if (posts.Count > 0) answer["data"] = new JsonArray([.. posts]);
        return Reply.WriteAsync(context, answer.ToJsonString());
    }

    private bool TryCount(HttpContext context, string keyId)
    {
        var window = clock.GetUtcNow().ToUnixTimeSeconds() / WindowSeconds;
        var count = _counts.AddOrUpdate((keyId, window), 1, (_, last) => last + 1);
        context.Response.Headers["x-rate-limit-limit"] = PostsMax.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-rate-limit-remaining"] = Math.Max(0, PostsMax - count).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-rate-limit-reset"] = ((window + 1) * WindowSeconds).ToString(CultureInfo.InvariantCulture);
        return count <= PostsMax;
    }

    private static Task ForbiddenAsync(HttpContext context, string detail)
    {
        context.Response.StatusCode = 403;
        return Reply.WriteAsync(context, new JsonObject { ["title"] = "Forbidden", ["detail"] = detail, ["type"] = "about:blank", ["status"] = 403 }.ToJsonString());
    }

    private static string IdOf(string keyId) => (1_000_000_000L + int.Parse(keyId[..7], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Simulator.Stories;

/// <summary>Hacker News: lists of ids, and items one by one. An id that leads to nothing gives a literal null, as there.</summary>
internal sealed class HackerNewsApi(SimulatorOptions options, StoryDoor door, TimeProvider clock)
{
    private const string Provider = "hackernews";
    private const long FirstId = 48_000_000;

    // Between the stories are what a client has to pass over: a job, a deleted story, a comment, one that is not there.
    private const int Step = 3;

    private readonly Draw _seed = Draw.FromSeed(options.Seed).For(Provider);

    /// <summary>GET /{channel}stories.json.</summary>
    public async Task ListAsync(HttpContext context, string channel)
    {
        if (await door.TryPlayAsync(context, Provider)) return;
        if (channel is not ("top" or "new" or "best" or "ask" or "show" or "job"))
        {
            await WriteAsync(context, null);
            return;
        }

        // Each list has an order of its own, which stays as it is.
        var ids = Enumerable.Range(0, TaleBook.All.Count * Step).Select(index => FirstId + index);
        var ordered = channel == "new" ? ids.Reverse() : ids.OrderBy(id => _seed.For(channel).For(id).Share);
        await WriteAsync(context, new JsonArray([.. ordered.Select(id => (JsonNode)id)]));
    }

    /// <summary>GET /item/{id}.json.</summary>
    public async Task ItemAsync(HttpContext context, string id)
    {
        if (await door.TryPlayAsync(context, Provider)) return;
        var index = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - FirstId : -1;
        if (index < 0 || index >= TaleBook.All.Count * Step)
        {
            await WriteAsync(context, null);
            return;
        }

        await WriteAsync(context, index % Step == 0 ? ItemOf(number, TaleBook.All[(int)index / Step]) : Other(number, (int)index));
    }

    private JsonObject ItemOf(long id, ToldStory story)
    {
        var draw = _seed.For(id);
        return new JsonObject
        {
            ["by"] = story.Author,
            ["descendants"] = draw.For("comments").Index(200),
            ["id"] = id,
            ["score"] = 5 + draw.For("score").Index(400),
            ["text"] = string.Join("<p>", story.Paragraphs.Select(WebUtility.HtmlEncode)),
            ["time"] = clock.GetUtcNow().AddHours(-2 - draw.For("age").Index(120)).ToUnixTimeSeconds(),
            ["title"] = WebUtility.HtmlEncode(story.Title),
            ["type"] = "story",
        };
    }

    private static JsonObject? Other(long id, int index) => (index % 4) switch
    {
        0 => new JsonObject { ["id"] = id, ["type"] = "job", ["title"] = "A shop is hiring", ["url"] = "https://jobs.example/1" },
        1 => new JsonObject { ["id"] = id, ["type"] = "story", ["deleted"] = true, ["time"] = 1_767_225_600 },
        2 => new JsonObject { ["id"] = id, ["type"] = "comment", ["text"] = "Well told.", ["parent"] = FirstId },
        _ => null,
    };

    private static async Task WriteAsync(HttpContext context, JsonNode? node)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(node?.ToJsonString() ?? "null");
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Pipelines.Tests.PostSearch;

/// <summary>What is asked of the search, as it came over HTTP.</summary>
internal sealed record AskedPage(string Query, string? Token, string? From, string Count);

/// <summary>The search of X on a free loopback port, answering with what a test says and remembering what it was asked.</summary>
internal sealed class PostServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PostServer(WebApplication app, ConcurrentQueue<AskedPage> asked)
    {
        _app = app;
        Asked = asked;
        Url = new Uri(app.Urls.Single());
    }

    public Uri Url { get; }

    public ConcurrentQueue<AskedPage> Asked { get; }

    /// <summary>Starts one.</summary>
    /// <param name="answer">Gives status and body; a status of 429 comes with the moment at which its window ends, if the body holds one.</param>
    public static async Task<PostServer> StartAsync(Func<AskedPage, (int Status, JsonObject Body)> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var asked = new ConcurrentQueue<AskedPage>();
        app.Run(async context =>
        {
            var given = QueryHelpers.ParseQuery(context.Request.QueryString.Value);
            string? Value(string name) => given.TryGetValue(name, out var value) ? value.ToString() : null;
            var page = new AskedPage(Value("query")!, Value("next_token"), Value("start_time"), Value("max_results")!);
            asked.Enqueue(page);
            var (status, body) = answer(page);
            context.Response.StatusCode = status;
            if (body["reset"] is { } reset) context.Response.Headers["x-rate-limit-reset"] = reset.GetValue<long>().ToString(CultureInfo.InvariantCulture);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body.ToJsonString());
        });
        await app.StartAsync();
        return new PostServer(app, asked);
    }

    /// <summary>A page of posts with these ids.</summary>
    public static (int Status, JsonObject Body) Page(IEnumerable<int> ids, string? next = null)
    {
        var posts = ids.Select(id => (JsonNode)new JsonObject
        {
            ["id"] = id.ToString(CultureInfo.InvariantCulture),
            ["text"] = $"Post number {id} \u0007about bikes",
            ["author_id"] = "7",
            ["created_at"] = "2026-11-01T10:00:00.123Z",
            ["lang"] = "en",
            ["public_metrics"] = new JsonObject { ["like_count"] = 4, ["retweet_count"] = 3, ["reply_count"] = 2 },
        }).ToArray();
        if (posts.Length == 0) return (200, new JsonObject { ["meta"] = new JsonObject { ["result_count"] = 0 } });

        var meta = new JsonObject { ["result_count"] = posts.Length };
        if (next is not null) meta["next_token"] = next;
        var author = JsonNode.Parse("""{"users":[{"id":"7","username":"quiet_fox","public_metrics":{"followers_count":1234}}]}""");
        return (200, new JsonObject { ["data"] = new JsonArray(posts), ["includes"] = author, ["meta"] = meta });
    }

    /// <summary>An error as X writes it.</summary>
    public static (int Status, JsonObject Body) Error(int status, string title, DateTimeOffset? reset = null)
    {
        var body = new JsonObject { ["title"] = title, ["detail"] = title, ["type"] = "about:blank", ["status"] = status };
        if (reset is { } moment) body["reset"] = moment.ToUnixTimeSeconds();
        return (status, body);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

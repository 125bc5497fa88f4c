using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.Stories;

namespace FunctionsPipeline.Providers.HackerNews;

/// <summary>A list of ids, and then a question for each: an id may lead to nothing, to a job, or to what was taken away, and is then passed over.</summary>
internal sealed class HackerNewsStories(ProviderHttp http) : IStorySource
{
    private static readonly string[] Channels = ["top", "new", "best", "ask", "show"];

    public string ProviderId => http.ProviderId;

    public async Task<IReadOnlyList<Story>> ListAsync(StoryQuery query, CancellationToken cancellationToken)
    {
        var channel = query.Channel ?? "top";
        var call = new ProviderCall("stories", $"/{channel}stories.json");
        if (query.Count is < 1 or > StoryQuery.CountMax) throw Refused(call, $"count: {query.Count} is not from 1 to {StoryQuery.CountMax}");
        if (!Channels.Contains(channel)) throw Refused(call, $"channel: '{channel}' is no list; one of: {string.Join(", ", Channels)}");

        var reply = await http.GetAsync(call, cancellationToken);
        if (reply.Body is not { ValueKind: JsonValueKind.Array } list) throw http.Unexpected(call, reply, "the answer is no list of ids", MoneySpent.No);

        var ids = list.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _)).Select(id => id.GetInt64());
        var stories = new List<Story>();
        foreach (var group in ids.Chunk(Limits.StoriesAtOnceMax))
        {
            stories.AddRange((await Task.WhenAll(group.Select(id => ItemAsync(id, cancellationToken)))).OfType<Story>());
            if (stories.Count >= query.Count) break;
        }

        return [.. stories.Take(query.Count)];
    }

    private async Task<Story?> ItemAsync(long id, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/item/{id}.json");

        // Literally null, with a good status, for what is not there.
        var reply = await http.GetAsync(new ProviderCall("story", path), cancellationToken);
        if (reply.Body is not { ValueKind: JsonValueKind.Object } item) return null;
        if (item.Text("type") != "story" || item.Flag("deleted") == true || item.Flag("dead") == true || item.Text("title") is not { } title) return null;

        var number = id.ToString(CultureInfo.InvariantCulture);
        var url = item.Link("url") ?? new Uri("https://news.ycombinator.com/item?id=" + number);
        return new Story(number, HtmlText.Of(title), HtmlText.Of(item.Text("text") ?? ""), url)
        {
            Points = item.Count("score"),
            Author = item.Text("by") ?? "",
            PublishedAt = item.Count("time") is { } seconds and <= int.MaxValue ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        };
    }

    private ProviderException Refused(ProviderCall call, string problem) => http.NotSent(call, ProviderErrorCode.InvalidRequest, problem);
}

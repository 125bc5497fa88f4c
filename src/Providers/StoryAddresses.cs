using FunctionsPipeline.Providers.HackerNews;

namespace FunctionsPipeline.Providers;

/// <summary>Where the public sources of stories are. They want no key, so a host has them without any setting.</summary>
public sealed record StoryAddresses
{
    /// <summary>Hacker News, with the version.</summary>
    /// <value><c>https://hacker-news.firebaseio.com/v0</c>.</value>
    public Uri HackerNews { get; init; } = new HackerNewsOptions().BaseUrl;

    /// <summary>A server of one's own whose feeds may be fetched although it is not on the public internet; null for none.</summary>
    public Uri? FeedServer { get; init; }

    /// <summary>Those of a simulator: Hacker News below <c>hackernews</c>, and its feeds.</summary>
    public static StoryAddresses Simulated(Uri simulator) => new() { HackerNews = new Uri(simulator, HackerNewsProvider.Id), FeedServer = simulator };
}

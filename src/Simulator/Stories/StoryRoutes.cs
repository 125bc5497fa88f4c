namespace FunctionsPipeline.Simulator.Stories;

/// <summary>Where sources of stories are imitated.</summary>
internal static class StoryRoutes
{
    /// <summary>Registers what serves them.</summary>
    public static void AddServices(IServiceCollection services) =>
        services.AddSingleton<StoryDoor>().AddSingleton<HackerNewsApi>().AddSingleton<FeedApi>();

    /// <summary>Maps their paths.</summary>
    public static void Map(WebApplication app)
    {
        var news = app.Services.GetRequiredService<HackerNewsApi>();
        app.MapGet("/hackernews/{channel}stories.json", (HttpContext context, string channel) => news.ListAsync(context, channel));
        app.MapGet("/hackernews/item/{id}.json", (HttpContext context, string id) => news.ItemAsync(context, id));
        var feeds = app.Services.GetRequiredService<FeedApi>();
        app.MapGet("/feeds/stories.atom", feeds.AtomAsync);
        app.MapGet("/feeds/stories.rss", feeds.RssAsync);
    }
}

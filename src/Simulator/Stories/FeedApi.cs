using System.Globalization;
using System.Net;
using System.Text;

namespace FunctionsPipeline.Simulator.Stories;

/// <summary>The same stories as feeds: <c>/feeds/stories.atom</c> and <c>/feeds/stories.rss</c>.</summary>
internal sealed class FeedApi(StoryDoor door, TimeProvider clock)
{
    private const string Provider = "feeds";

    /// <summary>GET /feeds/stories.atom.</summary>
    public async Task AtomAsync(HttpContext context)
    {
        if (await door.TryPlayAsync(context, Provider)) return;
        var feed = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>Old stories</title>\n<id>urn:old-stories</id>\n");
        foreach (var (index, story) in TaleBook.All.Index())
        {
            feed.Append(CultureInfo.InvariantCulture, $"""
                <entry><id>urn:old-stories:{index}</id><title>{Xml(story.Title)}</title><link href="https://stories.example/{index}"/>
                <author><name>{Xml(story.Author)}</name></author><published>{At(index):yyyy-MM-dd'T'HH:mm:ss'Z'}</published>
                <content type="html">{Xml(Html(story))}</content></entry>

                """);
        }

        await WriteAsync(context, "application/atom+xml", feed.Append("</feed>\n").ToString());
    }

    /// <summary>GET /feeds/stories.rss.</summary>
    public async Task RssAsync(HttpContext context)
    {
        if (await door.TryPlayAsync(context, Provider)) return;
        var feed = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel>\n<title>Old stories</title>\n");
        foreach (var (index, story) in TaleBook.All.Index())
        {
            feed.Append(CultureInfo.InvariantCulture, $"""
                <item><guid isPermaLink="false">old-story-{index}</guid><title>{Xml(story.Title)}</title><link>https://stories.example/{index}</link>
                <pubDate>{At(index).ToString("R", CultureInfo.InvariantCulture)}</pubDate><description>{Xml(Html(story))}</description></item>

                """);
        }

        await WriteAsync(context, "application/rss+xml", feed.Append("</channel></rss>\n").ToString());
    }

    // Midnight of today and the days before: two fetches of one day give the same feed.
    private DateTime At(int index) => clock.GetUtcNow().UtcDateTime.Date.AddDays(-index);

    private static string Html(ToldStory story) => string.Concat(story.Paragraphs.Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph)}</p>"));

    private static string Xml(string text) => WebUtility.HtmlEncode(text);

    private static Task WriteAsync(HttpContext context, string type, string feed)
    {
        context.Response.ContentType = type + "; charset=utf-8";
        return context.Response.WriteAsync(feed);
    }
}

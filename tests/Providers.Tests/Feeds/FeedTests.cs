using System.Text;
using FunctionsPipeline.Providers.Feeds;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Simulator;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.Feeds;

/// <summary>Feeds of the two forms, and what strangers may send in place of one.</summary>
public sealed class FeedTests
{
    private const string Atom = """
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom"><title>All</title>
          <entry><id>urn:1</id><title type="html">Tom &amp;amp; I</title><link rel="self" href="/self"/><link href="/a"/><author><name> ann </name></author>
            <updated>2026-02-01T00:00:00Z</updated><published>2026-01-01T02:00:00+02:00</published><content type="html">&lt;p&gt;One&lt;p&gt;two</content></entry>
          <entry><id>urn:2</id><title>Plain</title><updated>soon</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Three</p><p>four</p></div></content></entry>
          <entry><id>urn:3</id><title> </title></entry>
        </feed>
        """;

    private const string Rss = """
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>All</title>
          <item><title>First</title><link>https://example.com/1</link><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate><dc:creator>bob</dc:creator><description>short</description><content:encoded><![CDATA[<p>The whole</p>]]></content:encoded></item>
          <item><title>Second</title><guid>g2</guid><link>javascript:alert(1)</link><pubDate>Thu, 01 Jan 2026 00:00:00 PXT</pubDate><description>text</description></item>
        </channel></rss>
        """;

    [Fact]
    public async Task Atom_gives_plain_text_its_own_links_and_the_time_of_publishing()
    {
        await using var server = await TestServer.StartAsync(context => WriteAsync(context, Atom));
        using var feeds = Provider(server.Url);

        (await feeds.Stories.ListAsync(Query(server), CancellationToken.None)).ShouldBe(
        [
            new Story("urn:1", "Tom & I", "One\ntwo", new Uri(server.Url, "/a")) { Author = "ann", PublishedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            new Story("urn:2", "Plain", "Three\nfour", null),
        ]);
    }

    [Fact]
    public async Task Rss_takes_the_whole_text_where_there_is_one_and_no_link_that_is_none()
    {
        await using var server = await TestServer.StartAsync(context => WriteAsync(context, Rss));
        using var feeds = Provider(server.Url);

        (await feeds.Stories.ListAsync(Query(server), CancellationToken.None)).ShouldBe(
        [
            new Story("https://example.com/1", "First", "The whole", new Uri("https://example.com/1")) { Author = "bob", PublishedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            new Story("g2", "Second", "text", null),
        ]);
    }

    [Theory]
    [InlineData("<!DOCTYPE rss [<!ENTITY a \"b\">]><rss version=\"2.0\"><channel><item><title>&a;</title></item></channel></rss>")]
    [InlineData("<!DOCTYPE feed SYSTEM \"file:///etc/passwd\"><feed xmlns=\"http://www.w3.org/2005/Atom\"/>")]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("{\"not\":\"xml\"}")]
    [InlineData("")]
    public async Task What_is_no_feed_or_brings_a_document_type_is_refused_at_once(string body)
    {
        await using var server = await TestServer.StartAsync(context => WriteAsync(context, body));
        using var feeds = Provider(server.Url);

        (await Rig.FailureOfAsync(feeds.Stories.ListAsync(Query(server), CancellationToken.None))).Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_feed_that_is_nested_without_end_does_not_end_the_process()
    {
        var deep = new StringBuilder("<rss version=\"2.0\"><channel>");
        for (var level = 0; level < 50_000; level++) deep.Append("<a>");
        await using var server = await TestServer.StartAsync(context => WriteAsync(context, deep.ToString()));
        using var feeds = Provider(server.Url);

        (await Rig.FailureOfAsync(feeds.Stories.ListAsync(Query(server), CancellationToken.None))).Message.ShouldContain("nested deeper than");
    }

    [Fact]
    public async Task A_feed_without_end_is_not_read_to_its_end()
    {
        await using var server = await TestServer.StartAsync(async context =>
        {
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)' ');
            for (var count = 0; count < 64 && !context.RequestAborted.IsCancellationRequested; count++) await context.Response.Body.WriteAsync(block, context.RequestAborted);
        });
        using var feeds = Provider(server.Url);

        (await Rig.FailureOfAsync(feeds.Stories.ListAsync(Query(server), CancellationToken.None))).Message.ShouldContain("longer than");
    }

    [Fact]
    public async Task A_feed_is_asked_for_again_when_the_server_stumbles_and_not_when_it_says_no()
    {
        var answers = 0;
        await using var server = await TestServer.StartAsync(context => ++answers == 1 ? context.AnswerAsync(503, "") : WriteAsync(context, Rss));
        using var feeds = Provider(server.Url);
        (await feeds.Stories.ListAsync(Query(server), CancellationToken.None)).Count.ShouldBe(2);

        await using var closed = await TestServer.StartAsync(404);
        using var other = Provider(closed.Url);
        (await Rig.FailureOfAsync(other.Stories.ListAsync(Query(closed), CancellationToken.None))).HttpStatus.ShouldBe(404);
        closed.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("http://example.com/feed")]
    [InlineData("https://127.0.0.1/feed")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://[::1]/feed")]
    public async Task A_feed_inside_is_not_fetched_unless_its_server_is_ones_own(string address)
    {
        using var feeds = new FeedsProvider(new FeedsOptions { Http = Rig.Quick }, TimeProvider.System, new Random(1), new RecordingLoggers());

        (await Rig.FailureOfAsync(feeds.Stories.ListAsync(new StoryQuery(5) { Channel = address }, CancellationToken.None))).Code.ShouldBe(ProviderErrorCode.DownloadRefused);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("top")]
    [InlineData("file:///etc/passwd")]
    public async Task What_is_no_address_of_a_feed_is_not_sent(string? channel)
    {
        using var feeds = new FeedsProvider(new FeedsOptions(), TimeProvider.System, new Random(1), new RecordingLoggers());

        (await Rig.FailureOfAsync(feeds.Stories.ListAsync(new StoryQuery(5) { Channel = channel }, CancellationToken.None))).NeverLeft.ShouldBeTrue();
    }

    [Fact]
    public async Task The_simulators_feeds_and_its_Hacker_News_tell_the_same_stories()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 0, RateLimitPerSecond = 0 }, TimeProvider.System, CancellationToken.None);
        using var providers = new ProviderSet([], TimeProvider.System, new Random(1), new RecordingLoggers(), Rig.Quick, StoryAddresses.Simulated(simulator.Address));

        var atom = await ListAsync("feeds", new Uri(simulator.Address, "feeds/stories.atom").AbsoluteUri);
        var rss = await ListAsync("feeds", new Uri(simulator.Address, "feeds/stories.rss").AbsoluteUri);
        var news = await ListAsync("hackernews", "top");

        atom.Count.ShouldBeGreaterThan(4);
        rss.Select(story => story.Text).ShouldBe(atom.Select(story => story.Text));
        news.Select(story => story.Text).Order(StringComparer.Ordinal).ShouldBe(atom.Select(story => story.Text).Order(StringComparer.Ordinal));
        news.ShouldAllBe(story => story.Points > 0 && story.Author.Length > 0 && story.PublishedAt != null);

        Task<IReadOnlyList<Story>> ListAsync(string source, string channel) =>
            providers.Stories[source].ListAsync(new StoryQuery(20) { Channel = channel }, CancellationToken.None);
    }

    private static StoryQuery Query(TestServer server) => new(10) { Channel = new Uri(server.Url, "/feed").AbsoluteUri };

    private static FeedsProvider Provider(Uri own) =>
        new(new FeedsOptions { OwnServer = own, Http = Rig.Quick }, TimeProvider.System, new Random(1), new RecordingLoggers());

    private static Task WriteAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}

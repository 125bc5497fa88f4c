using FunctionsPipeline.Providers.HackerNews;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Stories;

public sealed class HackerNewsTests
{
    [Fact]
    public async Task Only_stories_that_are_there_come_as_plain_text_in_the_order_of_the_list()
    {
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(200, context.Request.Path.Value switch
        {
            "/askstories.json" => "[1,2,3,4,5,6,7,8]",
            "/item/2.json" => """{"id":2,"type":"job","title":"Hiring"}""",
            "/item/3.json" => """{"id":3,"type":"story","deleted":true}""",
            "/item/4.json" => """{"id":4,"type":"story","title":"Tom &amp; I","url":"","text":"One<p>two <i>three</i> &#x27;four&#x27;<script>x()</script>","by":"ann","score":5,"time":1767225600,"more":1}""",
            "/item/7.json" => """{"id":7,"type":"story","title":"A link","url":"https://example.com/a"}""",
            _ => "null",
        }));
        using var provider = Provider(server.Url);

        (await provider.Stories.ListAsync(new StoryQuery(5) { Channel = "ask" }, CancellationToken.None)).ShouldBe(
        [
            new Story("4", "Tom & I", "One\ntwo three 'four'", new Uri("https://news.ycombinator.com/item?id=4"))
            {
                Points = 5,
                Author = "ann",
                PublishedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            },
            new Story("7", "A link", "", new Uri("https://example.com/a")),
        ]);
    }

    [Theory]
    [InlineData(0, "top")]
    [InlineData(101, "top")]
    [InlineData(5, "../top")]
    public async Task A_wrong_query_is_not_sent(int count, string channel)
    {
        await using var server = await TestServer.StartAsync(200, "[]");
        using var provider = Provider(server.Url);

        (await Rig.FailureOfAsync(provider.Stories.ListAsync(new StoryQuery(count) { Channel = channel }, CancellationToken.None))).NeverLeft.ShouldBeTrue();
        server.Seen.ShouldBeEmpty();
    }

    private static HackerNewsProvider Provider(Uri url) =>
        new(new HackerNewsOptions { BaseUrl = url, Http = Rig.Quick }, TimeProvider.System, new Random(1), new RecordingLoggers());
}

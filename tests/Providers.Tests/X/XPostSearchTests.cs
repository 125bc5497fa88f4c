using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Providers.X;

namespace FunctionsPipeline.Providers.Tests.X;

public sealed class XPostSearchTests
{
    private const string Empty = """{"meta":{"result_count":0}}""";

    private static readonly PostQuery Query = new("electric bikes lang:en", 25);

    [Fact]
    public async Task The_question_has_xs_form_and_the_token_in_a_header_only()
    {
        var clock = new ManualTimeProvider();
        await using var server = await TestServer.StartAsync(200, Empty);
        using var provider = PaidProviders.X(new Uri(server.Url, "2/"), clock);
        var from = clock.GetUtcNow().AddDays(-2);

        await provider.Posts.SubmitAsync(Query with { From = from, NextToken = "b26v89c19zqg8o3f" });

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Method.ShouldBe("GET");
        seen.Body.ShouldBe("");
        seen.Headers["Authorization"].ShouldBe("Bearer " + PaidProviders.XToken);
        var start = Uri.EscapeDataString(from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        seen.Path.ShouldBe(
            "/2/tweets/search/recent?query=electric%20bikes%20lang%3Aen&max_results=25"
            + "&tweet.fields=author_id,created_at,lang,public_metrics&expansions=author_id&user.fields=username,public_metrics&sort_order=recency"
            + $"&start_time={start}&next_token=b26v89c19zqg8o3f");
    }

    [Fact]
    public async Task Posts_get_their_authors_and_a_missing_author_does_not_lose_a_post()
    {
        await using var server = await TestServer.StartAsync(200, """
            {"data":[
              {"id":"19","text":"R&amp;D &lt;3 &amp;lt;","author_id":"1","created_at":"2026-11-19T10:00:00.000Z","lang":"in",
               "public_metrics":{"retweet_count":3,"reply_count":2,"like_count":40,"quote_count":1}},
              {"id":"18","text":"b","author_id":"2","lang":"und","public_metrics":{"repost_count":5}},
              {"id":"17","text":"c"}],
             "includes":{"users":[{"id":"1","username":"quiet_fox","public_metrics":{"followers_count":1234}}]},
             "errors":[{"value":"2","detail":"Could not find user with author_id: [2].","title":"Not Found Error","type":"https://api.x.com/2/problems/resource-not-found"}],
             "meta":{"newest_id":"19","oldest_id":"17","result_count":3,"next_token":"abc123"}}
            """);
        var loggers = new RecordingLoggers();
        using var provider = PaidProviders.X(server.Url, loggers: loggers);

        var page = await provider.Posts.SubmitAsync(Query);

        page.NextToken.ShouldBe("abc123");
        page.Posts.ShouldBe(
        [
            new FoundPost("19", "R&D <3 &lt;", "quiet_fox", new DateTimeOffset(2026, 11, 19, 10, 0, 0, TimeSpan.Zero))
            {
                Followers = 1234, Likes = 40, Reposts = 3, Replies = 2, Language = "id", Url = "https://x.com/quiet_fox/status/19",
            },
            new FoundPost("18", "b", "", null) { Reposts = 5, Url = "https://x.com/i/web/status/18" },
            new FoundPost("17", "c", "", null) { Url = "https://x.com/i/web/status/17" },
        ]);
        loggers.Lines.ShouldContain(line => line.Contains("the answer is not whole, 1 problems", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_results_are_a_page_without_posts()
    {
        await using var server = await TestServer.StartAsync(200, Empty);

        var page = await SubmitAsync(server, Query);

        page.Posts.ShouldBeEmpty();
        page.NextToken.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "the answer is empty")]
    [InlineData("{}", "the answer has neither posts nor a count of them")]
    [InlineData("""{"errors":[{"message":"Something is wrong"}]}""", "Something is wrong")]
    [InlineData("<html>", "the reply is not JSON")]
    public async Task A_good_status_without_an_answer_may_have_cost_money(string json, string message)
    {
        await using var server = await TestServer.StartAsync(200, json);

        var failure = await Rig.FailureOfAsync(SubmitAsync(server, Query));

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.Message.ShouldBe(message);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Theory]
    [InlineData(400, """{"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.x.com/2/problems/invalid-request","errors":[{"parameters":{"query":["secret words of the query"]},"message":"Reference to invalid operator"}]}""", ProviderErrorCode.InvalidRequest, "invalid-request", "Reference to invalid operator", MoneySpent.No, false)]
    [InlineData(401, """{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}""", ProviderErrorCode.Unauthorized, "Unauthorized", "Unauthorized", MoneySpent.No, false)]
    [InlineData(402, """{"title":"CreditsDepleted","detail":"No credits","type":"https://api.x.com/2/problems/credits"}""", ProviderErrorCode.Forbidden, "credits", "No credits", MoneySpent.No, false)]
    [InlineData(403, """{"title":"Client Forbidden","detail":"Not enrolled","type":"https://api.x.com/2/problems/client-forbidden"}""", ProviderErrorCode.Forbidden, "client-forbidden", "Not enrolled", MoneySpent.No, false)]
    [InlineData(429, """{"title":"UsageCapExceeded","detail":"Usage cap exceeded: Monthly product cap","type":"https://api.x.com/2/problems/usage-capped"}""", ProviderErrorCode.Forbidden, "usage-capped", "Usage cap exceeded: Monthly product cap", MoneySpent.No, false)]
    [InlineData(429, """{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}""", ProviderErrorCode.RateLimited, "Too Many Requests", "Too Many Requests", MoneySpent.No, true)]
    [InlineData(404, """{"errors":[{"code":34,"message":"Sorry, that page does not exist"}]}""", ProviderErrorCode.NotFound, "34", "Sorry, that page does not exist", MoneySpent.No, false)]
    [InlineData(503, """{"title":"Service Unavailable","detail":"Service Unavailable","type":"about:blank","status":503}""", ProviderErrorCode.ServerError, "Service Unavailable", "Service Unavailable", MoneySpent.No, true)]
    [InlineData(503, "", ProviderErrorCode.ServerError, null, "no reason given", MoneySpent.Maybe, false)]
    [InlineData(502, "<html>", ProviderErrorCode.ServerError, null, "no reason given", MoneySpent.Maybe, false)]
    public async Task Errors_in_all_their_forms_are_read(
        int status, string body, ProviderErrorCode code, string? word, string message, MoneySpent moneySpent, bool isRetryable)
    {
        await using var server = await TestServer.StartAsync(status, body);

        var failure = await Rig.FailureOfAsync(SubmitAsync(server, Query));

        failure.Code.ShouldBe(code);
        failure.ProviderCode.ShouldBe(word);
        failure.Message.ShouldBe(message);
        failure.MoneySpent.ShouldBe(moneySpent);
        failure.IsRetryable.ShouldBe(isRetryable);
    }

    [Theory]
    [InlineData(600, 601)]
    [InlineData(-30, 1)]
    public async Task The_wait_after_too_many_requests_lasts_until_the_moment_that_a_header_tells(int secondsAhead, int wait)
    {
        var clock = new ManualTimeProvider();
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Response.Headers["x-rate-limit-reset"] = clock.GetUtcNow().AddSeconds(secondsAhead).ToUnixTimeSeconds().ToString();
            return context.AnswerAsync(429);
        });
        using var provider = PaidProviders.X(server.Url, clock);

        (await Rig.FailureOfAsync(provider.Posts.SubmitAsync(Query))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(wait));
    }

    [Fact]
    public async Task A_lost_reply_may_have_cost_money_and_the_page_is_not_asked_for_again_even_on_a_reused_connection()
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(200, Empty),
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            }));
        using var provider = PaidProviders.X(server.Url);
        await provider.Posts.SubmitAsync(Query);

        var failure = await Rig.FailureOfAsync(provider.Posts.SubmitAsync(Query));

        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        failure.NeverLeft.ShouldBeFalse();
        server.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_question_that_never_left_cost_nothing()
    {
        await using var server = await TestServer.StartAsync(200);
        var url = server.Url;
        await server.DisposeAsync();
        using var provider = PaidProviders.X(url);

        var failure = await Rig.FailureOfAsync(provider.Posts.SubmitAsync(Query));

        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_hanging_question_ends_with_the_time_limit()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(context =>
        {
            arrived.SetResult();
            return context.HangAsync();
        });
        using var provider = PaidProviders.X(server.Url, clock);

        var submit = provider.Posts.SubmitAsync(Query);
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(61));

        (await Rig.FailureOfAsync(submit)).Code.ShouldBe(ProviderErrorCode.Timeout);
    }

    [Fact]
    public async Task Every_problem_of_a_query_is_named_before_anything_is_sent()
    {
        var clock = new ManualTimeProvider();
        await using var server = await TestServer.StartAsync(200, Empty);
        using var provider = PaidProviders.X(server.Url, clock);

        var failure = await Rig.FailureOfAsync(provider.Posts.SubmitAsync(
            new PostQuery(new string('a', 513), 9) { From = clock.GetUtcNow().AddDays(-8), NextToken = "a&b" }));

        failure.NeverLeft.ShouldBeTrue();
        foreach (var problem in new[] { "query: has 513", "count: 9", "from:", "too long ago", "next token:" }) failure.Message.ShouldContain(problem);
        provider.Posts.Validate(new PostQuery(" ", 101) { From = clock.GetUtcNow().AddSeconds(1) }).Select(problem => problem.Split(':')[0]).ShouldBe(["query", "count", "from"]);
        provider.Posts.Validate(new PostQuery(new string('a', 512), 10) { From = clock.GetUtcNow().AddDays(-7) }).ShouldBeEmpty();
        provider.Posts.Validate(Query with { Count = 100 }).ShouldBeEmpty();
        server.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(503)]
    public async Task Neither_token_nor_query_shows_up_in_messages_or_logs(int status)
    {
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(
            status, $$$"""{"title":"t","detail":"You sent {{{context.Request.Headers.Authorization}}} and: a fox in a tuxedo signs","type":"about:blank"}"""));
        var loggers = new RecordingLoggers();
        using var provider = PaidProviders.X(server.Url, loggers: loggers);

        var exception = await Should.ThrowAsync<ProviderException>(() => provider.Posts.SubmitAsync(Query with { Text = "a fox in a tuxedo signs" }));

        string[] texts = [exception.ToString(), exception.Failure.ToString(), .. loggers.Lines];
        foreach (var text in texts)
        {
            text.ShouldNotContain(PaidProviders.XToken);
            text.ShouldNotContain("fox in a tuxedo");
        }

        new XOptions(PaidProviders.XToken).ToString()!.ShouldNotContain(PaidProviders.XToken);
    }

    private static async Task<PostPage> SubmitAsync(TestServer server, PostQuery query)
    {
        using var provider = PaidProviders.X(server.Url);
        return await provider.Posts.SubmitAsync(query);
    }
}

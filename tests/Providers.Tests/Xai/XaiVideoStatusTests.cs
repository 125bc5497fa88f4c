using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Xai;

public sealed class XaiVideoStatusTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("  \n", null)]
    [InlineData("""{"status":"pending","progress":41}""", 41)]
    [InlineData("""{"status":"pending","progress":"41"}""", 41)]
    [InlineData("""{"status":"pending"}""", null)]
    [InlineData("""{"status":"pending","progress":170}""", 100)]
    [InlineData("{}", null)]
    public async Task Http_202_is_pending_with_or_without_a_body(string json, int? progress)
    {
        (await StatusAsync(202, json)).ShouldBe(new VideoGenerationStatus.Pending(progress, null));
    }

    [Fact]
    public async Task Done_carries_the_link_the_length_and_the_charge()
    {
        var status = await StatusAsync(200, """
            {"status":"done","progress":100,"model":"grok-imagine-video",
             "video":{"url":"https://vidgen.x.ai/a.mp4","duration":8,"respect_moderation":true},
             "usage":{"cost_in_usd_ticks":4000000000}}
            """);

        status.ShouldBe(new VideoGenerationStatus.Done(new Uri("https://vidgen.x.ai/a.mp4"), 8, 4_000_000_000));
    }

    [Fact]
    public async Task A_link_without_a_status_word_is_done()
    {
        (await StatusAsync(200, """{"video":{"url":"https://vidgen.x.ai/a.mp4"}}"""))
            .ShouldBe(new VideoGenerationStatus.Done(new Uri("https://vidgen.x.ai/a.mp4"), null, null));
    }

    [Theory]
    [InlineData("""{"status":"done","video":{"url":"","respect_moderation":false},"usage":{"cost_in_usd_ticks":4000}}""")]
    [InlineData("""{"status":"done","video":{"url":"https://vidgen.x.ai/a.mp4","respect_moderation":false},"usage":{"cost_in_usd_ticks":4000}}""")]
    [InlineData("""{"status":"done","video":{},"usage":{"cost_in_usd_ticks":4000}}""")]
    [InlineData("""{"status":"done","usage":{"cost_in_usd_ticks":4000}}""")]
    [InlineData("""{"status":"done","video":null,"usage":{"cost_in_usd_ticks":4000}}""")]
    public async Task Done_without_a_usable_link_is_a_refusal_that_is_charged(string json)
    {
        var refused = (await StatusAsync(200, json)).ShouldBeOfType<VideoGenerationStatus.Refused>();

        refused.Code.ShouldBe("content_refused");
        refused.ChargedTicks.ShouldBe(4000);
    }

    [Theory]
    [InlineData("service_unavailable", true)]
    [InlineData("internal_error", true)]
    [InlineData("invalid_argument", false)]
    [InlineData("permission_denied", false)]
    [InlineData("failed_precondition", false)]
    public async Task Failed_tells_whether_a_new_call_may_succeed(string code, bool isRetryable)
    {
        var json = $$$"""{"status":"failed","error":{"code":"{{{code}}}","message":"No luck"}}""";

        (await StatusAsync(200, json)).ShouldBe(new VideoGenerationStatus.Failed(code, "No luck", isRetryable, null));
    }

    [Fact]
    public async Task Failed_without_a_reason_has_a_code_all_the_same()
    {
        (await StatusAsync(200, """{"status":"failed"}"""))
            .ShouldBe(new VideoGenerationStatus.Failed("generation_failed", "no reason given", false, null));
    }

    [Fact]
    public async Task Expired_is_terminal()
    {
        (await StatusAsync(200, """{"status":"expired"}""")).ShouldBe(new VideoGenerationStatus.Expired());
    }

    [Fact]
    public async Task A_new_status_word_is_taken_as_pending_and_logged()
    {
        await using var server = await TestServer.StartAsync(200, """{"status":"queued_somewhere"}""");
        var loggers = new RecordingLoggers();
        using var provider = Rig.Xai(server.Url, loggers: loggers);

        (await provider.StatusAsync()).ShouldBe(new VideoGenerationStatus.Pending(null, null));

        loggers.Lines.ShouldContain(line => line.StartsWith("Warning") && line.Contains("queued_somewhere"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<html></html>")]
    [InlineData("""{"status":"done","video":{"url":"file:///etc/passwd"}}""")]
    public async Task An_answer_that_makes_no_sense_is_an_unexpected_reply(string json)
    {
        var failure = await Rig.FailureOfAsync(StatusAsync(200, json));

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
    }

    [Fact]
    public async Task A_poll_asks_under_the_request_id()
    {
        await using var server = await TestServer.StartAsync(202);
        using var provider = Rig.Xai(server.Url);

        await provider.StatusAsync("abc-123");

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Method.ShouldBe("GET");
        seen.Path.ShouldBe("/v1/videos/abc-123");
    }

    [Fact]
    public async Task A_poll_is_tried_again_after_a_stumble()
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(502),
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
            context => context.AnswerAsync(202)));
        using var provider = Rig.Xai(server.Url);

        (await provider.StatusAsync()).ShouldBeOfType<VideoGenerationStatus.Pending>();

        server.Seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_poll_gives_up_after_its_attempts_and_may_be_asked_again()
    {
        await using var server = await TestServer.StartAsync(500);
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.StatusAsync());

        failure.Code.ShouldBe(ProviderErrorCode.ServerError);
        failure.IsRetryable.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        server.Seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_unknown_request_id_is_not_asked_for_twice()
    {
        await using var server = await TestServer.StartAsync(404, """{"error":"not found"}""");
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.StatusAsync());

        failure.Code.ShouldBe(ProviderErrorCode.NotFound);
        failure.IsRetryable.ShouldBeFalse();
        server.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    public async Task A_request_id_that_no_provider_gives_is_refused(string requestId)
    {
        await using var server = await TestServer.StartAsync(202);
        using var provider = Rig.Xai(server.Url);

        await Should.ThrowAsync<ArgumentException>(() => provider.StatusAsync(requestId));
        server.Seen.ShouldBeEmpty();
    }

    private static async Task<VideoGenerationStatus> StatusAsync(int status, string json)
    {
        await using var server = await TestServer.StartAsync(status, json);
        using var provider = Rig.Xai(server.Url);
        return await provider.StatusAsync();
    }
}

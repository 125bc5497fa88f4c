using System.Text.Json;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Providers.Xai;

namespace FunctionsPipeline.Providers.Tests.Xai;

public sealed class XaiChatTests
{
    private const string Answer = """
        {"id":"cmpl-1","choices":[{"message":{"role":"assistant","content":"{\"score\":7}","reasoning_content":"hm"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"prompt_tokens_details":{"cached_tokens":8},
                  "completion_tokens_details":{"reasoning_tokens":94},"cost_in_usd_ticks":123456}}
        """;

    private static readonly ChatRequest Request = new("grok-4.3", [new ChatMessage("system", "Be brief."), new ChatMessage("user", "Rate this clip.")])
    {
        OutputTokensMax = 500,
        Temperature = 0.5,
        Schema = new JsonAnswerSchema("rating", JsonElement.Parse("""{"type":"object"}""")),
    };

    [Fact]
    public async Task An_answer_counts_reasoning_tokens_apart_and_bills_both()
    {
        await using var server = await TestServer.StartAsync(200, Answer);

        var reply = await SubmitAsync(server);

        reply.ShouldBe(new ChatReply("cmpl-1", """{"score":7}""", "stop", new ChatUsage(32, 8, 9, 94), 123456) { Ending = ChatEnding.Complete });
        reply.Usage.OutputTokens.ShouldBe(103);
    }

    [Fact]
    public async Task The_request_carries_messages_limits_and_the_json_schema()
    {
        await using var server = await TestServer.StartAsync(200, Answer);

        await SubmitAsync(server);

        var body = JsonElement.Parse(server.Seen.Single().Body);
        body.GetProperty("messages")[1].GetProperty("content").GetString().ShouldBe("Rate this clip.");
        body.GetProperty("max_completion_tokens").GetInt32().ShouldBe(500);
        body.GetProperty("temperature").GetDouble().ShouldBe(0.5);
        var format = body.GetProperty("response_format");
        format.GetProperty("type").GetString().ShouldBe("json_schema");
        format.GetProperty("json_schema").GetProperty("schema").GetProperty("type").GetString().ShouldBe("object");
        body.TryGetProperty("deferred", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_with_next_to_nothing_in_it_is_still_an_answer()
    {
        await using var server = await TestServer.StartAsync(200, """{"choices":[{"message":{"content":null},"finish_reason":"content_filter"}]}""");

        (await SubmitAsync(server)).ShouldBe(new ChatReply("", "", "content_filter", new ChatUsage(0, 0, 0, 0), null) { Ending = ChatEnding.Refused });
    }

    [Fact]
    public async Task Pictures_follow_the_text_of_their_message()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = Rig.Xai(server.Url);
        var request = Request with { Messages = [new ChatMessage("user", "What is this?") { Images = [new InlineImage("image/png", new byte[] { 1, 2, 3 })] }] };

        await Reserved.RunAsync(XaiProvider.Id, reservation => provider.Chat.SubmitAsync(request, reservation, CancellationToken.None));

        var parts = JsonElement.Parse(server.Seen.Single().Body).GetProperty("messages")[0].GetProperty("content");
        parts[0].GetProperty("text").GetString().ShouldBe("What is this?");
        parts[1].GetProperty("image_url").GetProperty("url").GetString().ShouldBe("data:image/png;base64,AQID");
    }

    [Theory]
    [InlineData("""{"code":"capacity","error":"The model is at capacity"}""", "The model is at capacity")]
    [InlineData("""{"choices":[]}""", "the answer has no choices")]
    [InlineData("", "the answer is empty")]
    public async Task A_good_status_without_an_answer_may_have_cost_money(string json, string message)
    {
        await using var server = await TestServer.StartAsync(200, json);

        var failure = await Rig.FailureOfAsync(SubmitAsync(server));

        failure.Message.ShouldBe(message);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task A_deferred_answer_is_submitted_then_waited_for_then_fetched()
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(200, """{"request_id":"d-1"}"""),
            context => context.AnswerAsync(202),
            context => context.AnswerAsync(200, Answer)));
        using var provider = Rig.Xai(server.Url);

        var id = await Reserved.RunAsync(XaiProvider.Id, reservation => provider.Chat.SubmitDeferredAsync(Request, reservation, CancellationToken.None));
        var early = await provider.Chat.GetDeferredAsync(id, CancellationToken.None);
        var ready = await provider.Chat.GetDeferredAsync(id, CancellationToken.None);

        id.ShouldBe("d-1");
        early.ShouldBeNull();
        ready.ShouldNotBeNull().Id.ShouldBe("cmpl-1");
        var seen = server.Seen.ToArray();
        JsonElement.Parse(seen[0].Body).GetProperty("deferred").GetBoolean().ShouldBeTrue();
        seen[1].Path.ShouldBe("/v1/chat/deferred-completion/d-1");
    }

    [Fact]
    public async Task A_request_without_messages_is_refused_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(Reserved.RunAsync(
            XaiProvider.Id, reservation => provider.Chat.SubmitAsync(Request with { Messages = [] }, reservation, CancellationToken.None)));

        failure.NeverLeft.ShouldBeTrue();
        server.Seen.ShouldBeEmpty();
    }

    private static async Task<ChatReply> SubmitAsync(TestServer server)
    {
        using var provider = Rig.Xai(server.Url);
        return await Reserved.RunAsync(XaiProvider.Id, reservation => provider.Chat.SubmitAsync(Request, reservation, CancellationToken.None));
    }
}

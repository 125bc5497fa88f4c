using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.OpenAi;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Tests.OpenAi;

public sealed class OpenAiChatTests
{
    private const string Answer = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"gpt-5.4-mini-2026-03-17",
         "choices":[{"index":0,"message":{"role":"assistant","content":"{\"score\":7}","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],
         "usage":{"prompt_tokens":32,"completion_tokens":103,"total_tokens":135,"prompt_tokens_details":{"cached_tokens":8,"audio_tokens":0},
                  "completion_tokens_details":{"reasoning_tokens":94}},"service_tier":"default"}
        """;

    [Fact]
    public async Task Completion_tokens_include_the_reasoning_which_is_told_apart_and_not_billed_twice()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = OpenAiRig.OpenAi(server.Url);

        var reply = await provider.Chat.SubmitAsync();

        reply.ShouldBe(new ChatReply("chatcmpl-1", """{"score":7}""", "stop", new ChatUsage(32, 8, 9, 94), null) { Ending = ChatEnding.Complete });
        reply.Usage.OutputTokens.ShouldBe(103);
    }

    [Fact]
    public async Task The_request_carries_messages_limits_seed_and_the_strict_schema()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = OpenAiRig.OpenAi(server.Url);
        var schema = JsonElement.Parse("""{"type":"object","properties":{},"required":[],"additionalProperties":false}""");

        await provider.Chat.SubmitAsync(
            OpenAiRig.Chat with { OutputTokensMax = 500, Temperature = 0.5, Seed = 7, Schema = new JsonAnswerSchema("rating", schema) });

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/v1/chat/completions");
        seen.Headers["Authorization"].ShouldBe("Bearer " + OpenAiRig.Key);
        JsonElement.DeepEquals(Unmarked(seen.Body), JsonElement.Parse("""
            {"model":"gpt-5.4-mini","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Rate this clip of a fox in a tuxedo."}],
             "max_completion_tokens":500,"temperature":0.5,"seed":7,
             "response_format":{"type":"json_schema","json_schema":{"name":"rating","strict":true,
               "schema":{"type":"object","properties":{},"required":[],"additionalProperties":false}}}}
            """)).ShouldBeTrue(seen.Body);
    }

    [Fact]
    public async Task A_request_without_wishes_leaves_their_fields_out()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = OpenAiRig.OpenAi(server.Url);

        await provider.Chat.SubmitAsync();

        Unmarked(server.Seen.Single().Body).EnumerateObject().Select(field => field.Name).ShouldBe(["model", "messages"]);
    }

    [Fact]
    public async Task Where_nothing_may_be_stored_the_request_says_nothing_of_it_and_cannot_be_looked_up()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = new OpenAiProvider(
            new OpenAiOptions(OpenAiRig.Key) { BaseUrl = server.Url, Http = Rig.Quick, StoresAnswers = false }, TimeProvider.System, new Random(1), new RecordingLoggers());

        await provider.Chat.SubmitAsync();

        JsonElement.Parse(server.Seen.Single().Body).EnumerateObject().Select(field => field.Name).ShouldBe(["model", "messages"]);
        provider.Chat.Class.ShouldBe(ProviderClass.N);
        provider.Chat.ShouldNotBeAssignableTo<IRequestList<ChatRequest>>();
    }

    [Fact]
    public async Task Pictures_follow_the_text_of_their_message_as_data_uris()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = OpenAiRig.OpenAi(server.Url);
        var message = new ChatMessage("user", "What is this?") { Images = [new InlineImage("image/png", new byte[] { 1, 2, 3 })] };

        await provider.Chat.SubmitAsync(OpenAiRig.Chat with { Messages = [message] });

        var parts = JsonElement.Parse(server.Seen.Single().Body).GetProperty("messages")[0].GetProperty("content");
        parts[0].GetProperty("text").GetString().ShouldBe("What is this?");
        parts[1].GetProperty("image_url").GetProperty("url").GetString().ShouldBe("data:image/png;base64,AQID");
    }

    [Theory]
    [InlineData("\"stop\"", ChatEnding.Complete)]
    [InlineData("\"length\"", ChatEnding.Truncated)]
    [InlineData("\"content_filter\"", ChatEnding.Refused)]
    [InlineData("\"tool_calls\"", ChatEnding.Other)]
    [InlineData("\"function_call\"", ChatEnding.Other)]
    [InlineData("null", ChatEnding.Other)]
    public async Task Every_reason_to_finish_is_an_ending(string reason, ChatEnding ending)
    {
        await using var server = await TestServer.StartAsync(200, $$"""{"choices":[{"message":{"content":"{\"sco"},"finish_reason":{{reason}} }]}""");
        using var provider = OpenAiRig.OpenAi(server.Url);

        var reply = await provider.Chat.SubmitAsync();

        reply.Ending.ShouldBe(ending);
        reply.Text.ShouldBe("{\"sco");
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null,"refusal":"I cannot help with that."}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"refusal","refusal":"I cannot help with that."}]}""")]
    public async Task A_refusal_is_an_answer_without_text_though_it_finishes_with_stop(string message)
    {
        await using var server = await TestServer.StartAsync(200, $$"""{"choices":[{"message":{{message}},"finish_reason":"stop"}]}""");
        using var provider = OpenAiRig.OpenAi(server.Url);

        var reply = await provider.Chat.SubmitAsync();

        reply.Ending.ShouldBe(ChatEnding.Refused);
        reply.Refusal.ShouldBe("I cannot help with that.");
        reply.Text.ShouldBe("");
    }

    [Theory]
    [InlineData("""{"error":{"message":"The server had an error","type":"server_error","param":null,"code":null}}""", "The server had an error")]
    [InlineData("""{"choices":[]}""", "the answer has no choices")]
    [InlineData("""{"choices":null}""", "the answer has no choices")]
    [InlineData("[]", "the answer has no choices")]
    [InlineData("", "the answer is empty")]
    [InlineData("""{"choices":[{"mess""", "the reply is not JSON")]
    public async Task A_good_status_without_an_answer_may_have_cost_money(string json, string message)
    {
        await using var server = await TestServer.StartAsync(200, json);
        using var provider = OpenAiRig.OpenAi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Chat.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.Message.ShouldBe(message);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_without_messages_is_refused_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = OpenAiRig.OpenAi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Chat.SubmitAsync(OpenAiRig.Chat with { Messages = [] }));

        failure.NeverLeft.ShouldBeTrue();
        server.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "/v1/chat/completions")]
    [InlineData("/", "/v1/chat/completions")]
    [InlineData("/v1", "/v1/chat/completions")]
    [InlineData("/v1/", "/v1/chat/completions")]
    [InlineData("/openai", "/openai/v1/chat/completions")]
    [InlineData("/api/v3", "/api/v3/chat/completions")]
    [InlineData("/v1beta/openai/", "/v1beta/openai/chat/completions")]
    [InlineData("/very", "/very/v1/chat/completions")]
    public async Task The_base_url_may_name_its_version_or_not(string path, string expected)
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = OpenAiRig.OpenAi(new Uri(server.Url, path));

        await provider.Chat.SubmitAsync();

        server.Seen.Single().Path.ShouldBe(expected);
    }

    [Fact]
    public void Its_options_do_not_show_the_key_and_name_the_setting_that_is_missing()
    {
        new OpenAiOptions(OpenAiRig.Key).ToString()!.ShouldNotContain(OpenAiRig.Key);
        Should.Throw<ArgumentException>(() => new OpenAiProvider(new OpenAiOptions(" "), TimeProvider.System, new Random(1), new RecordingLoggers()))
            .Message.ShouldContain("OPENAI_API_KEY");
        var auto = new OpenAiOptions(OpenAiRig.Key) { ImageQuality = "auto" };
        Should.Throw<ArgumentException>(() => new OpenAiProvider(auto, TimeProvider.System, new Random(1), new RecordingLoggers()))
            .Message.ShouldContain("'auto'; one of: low, medium, high");
    }

    /// <summary>The body without what it is stored with, which must mark the call.</summary>
    private static JsonElement Unmarked(string json)
    {
        var body = JsonNode.Parse(json)!.AsObject();
        ((bool?)body["store"]).ShouldBe(true);
        ((string?)body["metadata"]?["call"]).ShouldNotBeNull().ShouldStartWith("fp-");
        body.Remove("store");
        body.Remove("metadata");
        return JsonElement.Parse(body.ToJsonString());
    }
}

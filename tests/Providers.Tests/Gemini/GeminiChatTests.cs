using System.Text.Json;
using FunctionsPipeline.Providers.Gemini;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Gemini;

public sealed class GeminiChatTests
{
    private const string Answer = """
        {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"{\"score\""},{"text":":7}"}],"role":"model"},"finishReason":"STOP","index":0}],
         "usageMetadata":{"promptTokenCount":32,"cachedContentTokenCount":8,"candidatesTokenCount":9,"thoughtsTokenCount":94,"totalTokenCount":135},
         "modelVersion":"gemini-3.5-flash","responseId":"r-1"}
        """;

    private static readonly ChatRequest Request = new(
        "gemini-3.5-flash",
        [new ChatMessage("system", "Be brief."), new ChatMessage("user", "Rate this clip."), new ChatMessage("assistant", "Which?"), new ChatMessage("user", "The first.")])
    {
        OutputTokensMax = 500,
        Temperature = 0.5,
        Seed = (1L << 40) + 5,
        Schema = new JsonAnswerSchema("rating", JsonElement.Parse("""{"type":"object","properties":{"score":{"type":"integer"}},"additionalProperties":false}""")),
    };

    [Fact]
    public async Task An_answer_leaves_thoughts_out_of_the_text_and_bills_them()
    {
        await using var server = await TestServer.StartAsync(200, Answer);

        var reply = await SubmitAsync(server);

        reply.ShouldBe(new ChatReply("r-1", """{"score":7}""", "STOP", new ChatUsage(32, 8, 9, 94), null) { Ending = ChatEnding.Complete });
        reply.Usage.OutputTokens.ShouldBe(103);
    }

    [Fact]
    public async Task The_request_has_googles_form_and_the_key_in_a_header_only()
    {
        await using var server = await TestServer.StartAsync(200, Answer);

        await SubmitAsync(server);

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Method.ShouldBe("POST");
        seen.Path.ShouldBe("/v1beta/models/gemini-3.5-flash:generateContent");
        seen.Headers["x-goog-api-key"].ShouldBe(PaidProviders.GeminiKey);
        seen.Headers.ContainsKey("Authorization").ShouldBeFalse();
        var body = JsonElement.Parse(seen.Body);
        body.GetProperty("systemInstruction").GetProperty("parts")[0].GetProperty("text").GetString().ShouldBe("Be brief.");
        var contents = body.GetProperty("contents");
        contents.EnumerateArray().Select(content => content.GetProperty("role").GetString()).ShouldBe(["user", "model", "user"]);
        contents[0].GetProperty("parts")[0].GetProperty("text").GetString().ShouldBe("Rate this clip.");
        var config = body.GetProperty("generationConfig");
        config.GetProperty("maxOutputTokens").GetInt32().ShouldBe(500);
        config.GetProperty("temperature").GetDouble().ShouldBe(0.5);
        config.GetProperty("seed").GetInt32().ShouldBe(5);
        config.GetProperty("responseMimeType").GetString().ShouldBe("application/json");
        config.GetProperty("responseJsonSchema").GetProperty("type").GetString().ShouldBe("object");
    }

    [Theory]
    [InlineData("models/gemini-3.5-flash")]
    [InlineData("gemini-3.5-flash")]
    public async Task The_base_url_may_hold_the_version_and_the_model_its_prefix(string model)
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = PaidProviders.Gemini(new Uri(server.Url, "v1beta/"));

        await provider.Chat.SubmitAsync(Request with { Model = model });

        server.Seen.Single().Path.ShouldBe("/v1beta/models/gemini-3.5-flash:generateContent");
    }

    [Fact]
    public async Task Pictures_follow_the_text_of_their_message()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = PaidProviders.Gemini(server.Url);

        await provider.Chat.SubmitAsync(
            Request with { Messages = [new ChatMessage("user", "What is this?") { Images = [new InlineImage("image/png", new byte[] { 1, 2, 3 })] }] });

        var parts = JsonElement.Parse(server.Seen.Single().Body).GetProperty("contents")[0].GetProperty("parts");
        parts[0].GetProperty("text").GetString().ShouldBe("What is this?");
        parts[1].GetProperty("inlineData").GetProperty("mimeType").GetString().ShouldBe("image/png");
        parts[1].GetProperty("inlineData").GetProperty("data").GetString().ShouldBe("AQID");
    }

    [Theory]
    [InlineData("STOP", ChatEnding.Complete)]
    [InlineData("MAX_TOKENS", ChatEnding.Truncated)]
    [InlineData("SAFETY", ChatEnding.Refused)]
    [InlineData("RECITATION", ChatEnding.Refused)]
    [InlineData("BLOCKLIST", ChatEnding.Refused)]
    [InlineData("PROHIBITED_CONTENT", ChatEnding.Refused)]
    [InlineData("SPII", ChatEnding.Refused)]
    [InlineData("LANGUAGE", ChatEnding.Other)]
    [InlineData("MALFORMED_FUNCTION_CALL", ChatEnding.Other)]
    [InlineData("SOMETHING_NEW", ChatEnding.Other)]
    public async Task Every_reason_has_an_ending_and_a_candidate_may_have_no_content(string reason, ChatEnding ending)
    {
        await using var server = await TestServer.StartAsync(200, $$"""{"candidates":[{"finishReason":"{{reason}}"}]}""");

        var reply = await SubmitAsync(server);

        reply.Text.ShouldBe("");
        reply.FinishReason.ShouldBe(reason);
        reply.Ending.ShouldBe(ending);
        (reply.Refusal is not null).ShouldBe(ending == ChatEnding.Refused);
    }

    [Fact]
    public async Task A_blocked_prompt_is_a_refusal_although_the_status_is_200_and_there_is_no_candidate()
    {
        await using var server = await TestServer.StartAsync(
            200, """{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":12,"totalTokenCount":12},"responseId":"r-2"}""");

        var reply = await SubmitAsync(server);

        reply.ShouldBe(new ChatReply("r-2", "", "PROHIBITED_CONTENT", new ChatUsage(12, 0, 0, 0), null)
        {
            Ending = ChatEnding.Refused,
            Refusal = "the prompt was blocked: PROHIBITED_CONTENT",
        });
    }

    [Theory]
    [InlineData("""{"error":{"code":500,"message":"Internal error","status":"INTERNAL"}}""", "Internal error")]
    [InlineData("""[{"error":{"code":500,"message":"Internal error","status":"INTERNAL"}}]""", "Internal error")]
    [InlineData("""{"candidates":[]}""", "the answer has no candidates")]
    [InlineData("{}", "the answer has no candidates")]
    [InlineData("", "the answer is empty")]
    [InlineData("<html>", "the reply is not JSON")]
    public async Task A_good_status_without_an_answer_may_have_cost_money(string json, string message)
    {
        await using var server = await TestServer.StartAsync(200, json);

        var failure = await Rig.FailureOfAsync(SubmitAsync(server));

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.Message.ShouldBe(message);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task Older_models_get_the_schema_in_the_form_that_they_know()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = PaidProviders.Gemini(server.Url);
        var schema = JsonElement.Parse("""
            {"type":"object","properties":{"b":{"type":["string","null"]},"a":{"type":"array","items":{"const":"x"}}},"required":["b","a"],"additionalProperties":false}
            """);

        await provider.Chat.SubmitAsync(Request with { Model = "gemini-2.0-flash", Schema = new JsonAnswerSchema("form", schema) });

        var config = JsonElement.Parse(server.Seen.Single().Body).GetProperty("generationConfig");
        config.TryGetProperty("responseJsonSchema", out _).ShouldBeFalse();
        config.GetProperty("responseSchema").GetRawText().ShouldBe(
            """{"type":"OBJECT","properties":{"b":{"nullable":true,"type":"STRING"},"a":{"type":"ARRAY","items":{"enum":["x"]}}},"required":["b","a"],"propertyOrdering":["b","a"]}""");
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200, Answer);
        using var provider = PaidProviders.Gemini(server.Url);
        var large = new InlineImage("image/png", new byte[15_000_000]);
        (ChatRequest Request, string Message)[] cases =
        [
            (Request with { Messages = [] }, "messages:"),
            (Request with { Messages = [new ChatMessage("system", "Be brief.")] }, "messages:"),
            (Request with { Model = "a/../b" }, "model: 'a/../b'"),
            (Request with { Model = "" }, "model:"),
            (Request with { Messages = [new ChatMessage("user", "Look") { Images = [large] }] }, "images: 20000000 bytes"),
        ];

        foreach (var (request, message) in cases)
        {
            var failure = await Rig.FailureOfAsync(provider.Chat.SubmitAsync(request));
            failure.Code.ShouldBe(ProviderErrorCode.InvalidRequest);
            failure.NeverLeft.ShouldBeTrue();
            failure.Message.ShouldContain(message);
        }

        server.Seen.ShouldBeEmpty();
    }

    private static async Task<ChatReply> SubmitAsync(TestServer server)
    {
        using var provider = PaidProviders.Gemini(server.Url);
        return await provider.Chat.SubmitAsync(Request);
    }
}

using System.Text.Json;
using FunctionsPipeline.Providers.OpenAi;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.OpenAi;

/// <summary>Servers that imitate OpenAI: what they leave out, add, and name otherwise.</summary>
public sealed class OpenAiCompatibleTests
{
    private static readonly JsonAnswerSchema Schema = new("rating", JsonElement.Parse("""{"type":"object"}"""));

    [Fact]
    public async Task Without_a_key_no_header_is_sent_and_any_model_may_be_named()
    {
        await using var server = await TestServer.StartAsync(200, """{"choices":[{"message":{"content":"hello"}}]}""");
        using var provider = OpenAiRig.Compatible(server.Url);

        var reply = await provider.Chat.SubmitAsync(OpenAiRig.Chat with { Model = "llama3.3:70b", OutputTokensMax = 9 });

        reply.ShouldBe(new ChatReply("", "hello", null, new ChatUsage(0, 0, 0, 0), null) { Ending = ChatEnding.Other });
        provider.Chat.Models.ShouldBeEmpty();
        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Headers.ContainsKey("Authorization").ShouldBeFalse();
        var body = JsonElement.Parse(seen.Body);
        body.GetProperty("model").GetString().ShouldBe("llama3.3:70b");
        body.GetProperty("max_tokens").GetInt32().ShouldBe(9);
        body.TryGetProperty("max_completion_tokens", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task With_a_key_it_is_sent_and_not_shown()
    {
        await using var server = await TestServer.StartAsync(401, $$"""{"error":"no such key: {{OpenAiRig.Key}}"}""");
        using var provider = OpenAiRig.Compatible(server.Url, OpenAiRig.Key);

        var failure = await Rig.FailureOfAsync(provider.Chat.SubmitAsync());

        server.Seen.Single().Headers["Authorization"].ShouldBe("Bearer " + OpenAiRig.Key);
        failure.Describe().ShouldNotContain(OpenAiRig.Key);
        failure.Hint.ShouldContain("OPENAI_COMPATIBLE_API_KEY");
        new OpenAiCompatibleOptions(OpenAiRig.Key).ToString()!.ShouldNotContain(OpenAiRig.Key);
    }

    [Fact]
    public void Plain_http_in_the_house_is_fine_until_there_is_a_key_to_show()
    {
        var url = new Uri("http://10.0.0.5:8000");
        OpenAiRig.Compatible(url).Dispose();
        Should.Throw<ArgumentException>(() => OpenAiRig.Compatible(url, OpenAiRig.Key)).Message.ShouldContain("plain http");
    }

    [Theory]
    [InlineData("<think>Hm, a fox.</think>\n\nSeven.", "Seven.")]
    [InlineData("Hm, a fox.</think>Seven.", "Seven.")]
    [InlineData("<think>Hm, a fox, and so on without", "")]
    [InlineData("Seven.", "Seven.")]
    [InlineData("Write <think>so</think> in XML.", "Write <think>so</think> in XML.")]
    [InlineData("```json\n{}\n```", "```json\n{}\n```")]
    [InlineData("", "")]
    public async Task Reasoning_that_stands_in_the_text_is_taken_off(string content, string text)
    {
        await using var server = await TestServer.StartAsync(200, Answer(JsonSerializer.Serialize(content)));
        using var provider = OpenAiRig.Compatible(server.Url);

        (await provider.Chat.SubmitAsync()).Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("```json\n{\"score\":7}\n```", "{\"score\":7}")]
    [InlineData("<think>Hm.</think>```\n{\"score\":7}```\n", "{\"score\":7}")]
    [InlineData("```json\n{\"sco", "{\"sco")]
    [InlineData("{\"code\":\"```\"}", "{\"code\":\"```\"}")]
    public async Task A_fence_around_json_is_taken_off(string content, string text)
    {
        await using var server = await TestServer.StartAsync(200, Answer(JsonSerializer.Serialize(content)));
        using var provider = OpenAiRig.Compatible(server.Url);

        (await provider.Chat.SubmitAsync(OpenAiRig.Chat with { Schema = Schema })).Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"Sev"},{"type":"text","text":"en."}]""", "Seven.")]
    [InlineData("""["Seven."]""", "Seven.")]
    [InlineData("""[{"type":"thinking","thinking":"Hm."},{"type":"text","text":"Seven."}]""", "Seven.")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("7", "7")]
    public async Task Content_may_be_a_list_or_nothing(string content, string text)
    {
        await using var server = await TestServer.StartAsync(200, Answer(content));
        using var provider = OpenAiRig.Compatible(server.Url);

        (await provider.Chat.SubmitAsync()).Text.ShouldBe(text);
    }

    [Fact]
    public async Task Reasoning_beside_the_text_and_numbers_in_quotes_do_no_harm()
    {
        await using var server = await TestServer.StartAsync(200, """
            {"id":7,"created":0.5,"choices":[{"message":{"content":"Seven.","reasoning_content":"Hm.","reasoning":"Hm."},"finish_reason":"eos_token"}],
             "usage":{"prompt_tokens":"12","completion_tokens":"3","total_tokens":"15","prompt_tokens_details":null},"timings":{}}
            """);
        using var provider = OpenAiRig.Compatible(server.Url);

        (await provider.Chat.SubmitAsync()).ShouldBe(
            new ChatReply("7", "Seven.", "eos_token", new ChatUsage(12, 0, 3, 0), null) { Ending = ChatEnding.Complete });
    }

    [Theory]
    [InlineData(9, 94, 135, 9)]
    [InlineData(103, 94, 135, 9)]
    [InlineData(103, 94, 0, 9)]
    [InlineData(9, 94, 0, 9)]
    [InlineData(94, 94, 126, 0)]
    public async Task Reasoning_is_counted_once_whether_it_stands_inside_the_completion_or_beside_it(int completion, int reasoning, int total, int visible)
    {
        await using var server = await TestServer.StartAsync(200, $$$"""
            {"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":32,"completion_tokens":{{{completion}}},
             "total_tokens":{{{total}}},"completion_tokens_details":{"reasoning_tokens":{{{reasoning}}} } }}
            """);
        using var provider = OpenAiRig.Compatible(server.Url);

        (await provider.Chat.SubmitAsync()).Usage.ShouldBe(new ChatUsage(32, 0, visible, reasoning));
    }

    [Fact]
    public async Task A_server_that_knows_no_schemas_gets_the_schema_as_words()
    {
        await using var server = await TestServer.StartAsync(200, Answer("\"{}\""));
        using var provider = OpenAiRig.Compatible(server.Url, form: JsonAnswerForm.Object);

        await provider.Chat.SubmitAsync(OpenAiRig.Chat with { Schema = Schema });

        var body = JsonElement.Parse(server.Seen.Single().Body);
        body.GetProperty("response_format").GetRawText().ShouldBe("""{"type":"json_object"}""");
        body.GetProperty("messages").GetArrayLength().ShouldBe(3);
        body.GetProperty("messages")[0].GetProperty("role").GetString().ShouldBe("system");
        body.GetProperty("messages")[0].GetProperty("content").GetString()!.ShouldContain("""JSON schema: {"type":"object"}""");
    }

    [Theory]
    [InlineData("""{"error":"model 'x' not found"}""", null, "model 'x' not found")]
    [InlineData("""{"error":{"code":400,"message":"the request exceeds the context","type":"exceed_context_size_error"}}""", "exceed_context_size_error", "the request exceeds the context")]
    [InlineData("""{"object":"error","message":"too long","type":"BadRequestError","param":null,"code":400}""", "BadRequestError", "too long")]
    [InlineData("""{"error":["too long","too odd"]}""", null, "too long; too odd")]
    [InlineData("""{"error":[{"message":"too long"}]}""", null, "too long")]
    [InlineData("""[{"error":{"code":400,"message":"too long","status":"INVALID_ARGUMENT"}}]""", "INVALID_ARGUMENT", "too long")]
    [InlineData("<html>Bad gateway</html>", null, "no reason given")]
    public async Task An_error_has_many_forms(string json, string? code, string message)
    {
        await using var server = await TestServer.StartAsync(400, json);
        using var provider = OpenAiRig.Compatible(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Chat.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.InvalidRequest);
        failure.ProviderCode.ShouldBe(code);
        failure.Message.ShouldBe(message);
    }

    [Fact]
    public async Task Vectors_of_any_length_are_made_1_and_no_encoding_is_asked_for()
    {
        await using var server = await TestServer.StartAsync(200, """{"data":[{"embedding":[30,40],"index":0}]}""");
        using var provider = OpenAiRig.Compatible(server.Url);

        var reply = await provider.Embeddings.SubmitAsync(new EmbeddingRequest("nomic-embed-text", ["a red ball"]));

        reply.Vectors.ShouldHaveSingleItem().ToArray().ShouldBe([0.6f, 0.8f]);
        JsonElement.Parse(server.Seen.Single().Body).EnumerateObject().Select(field => field.Name).ShouldBe(["model", "input"]);
    }

    [Fact]
    public async Task Images_may_come_as_links_and_have_any_size()
    {
        await using var server = await TestServer.StartAsync(200, """{"data":[{"url":"http://127.0.0.1:8080/generated/1.png"}]}""");
        using var provider = OpenAiRig.Compatible(server.Url);

        var reply = await provider.Images.SubmitAsync(new ImageRequest("stable-diffusion", "A lighthouse", 1, null, "768x512"));

        reply.Images.ShouldHaveSingleItem().Url.ShouldBe(new Uri("http://127.0.0.1:8080/generated/1.png"));
        provider.Images.IsOnLoopback.ShouldBeTrue();
        var body = JsonElement.Parse(server.Seen.Single().Body);
        body.GetProperty("size").GetString().ShouldBe("768x512");
        body.GetProperty("response_format").GetString().ShouldBe("b64_json");
        body.TryGetProperty("quality", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_size_that_cannot_be_read_is_named()
    {
        using var provider = OpenAiRig.Compatible(new Uri("http://127.0.0.1:1"));

        provider.Images.Validate(new ImageRequest("m", "p", 1, "16:0", "8k") { Seed = 1 }).ShouldBe(
        [
            "aspect ratio: '16:0' is not two numbers such as 16:9, at most 3:1",
            "resolution: '8k' is not known; 1k, 2k, or a size such as 768x512",
            "seed: these servers have no field for it",
        ]);
        provider.Images.Validate(new ImageRequest("m", "p", 1, "1:1", "8x8")).ShouldHaveSingleItem().ShouldContain("leave one out");
    }

    private static string Answer(string content) => $$"""{"choices":[{"message":{"content":{{content}}},"finish_reason":"stop"}]}""";
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.Gemini;

public sealed class GeminiTests
{
    private const string Chat = "gemini/v1beta/models/gemini-3.5-flash:generateContent";
    private const string Image = "gemini/v1beta/models/gemini-3-pro-image:generateContent";
    private const string Embed = "gemini/v1beta/models/gemini-embedding-001:batchEmbedContents";

    [Fact]
    public async Task Text_costs_what_its_tokens_cost_thoughts_included()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var answer = await PostAsync(simulator, Chat, Question("Tell of a lighthouse."));

        var candidate = answer.GetProperty("candidates")[0];
        candidate.Text("finishReason").ShouldBe("STOP");
        candidate.GetProperty("content").GetProperty("parts")[0].Text("text").ShouldNotBeEmpty();
        var usage = answer.GetProperty("usageMetadata");
        long prompt = usage.GetProperty("promptTokenCount").GetInt64(), made = usage.GetProperty("candidatesTokenCount").GetInt64(), thoughts = usage.GetProperty("thoughtsTokenCount").GetInt64();
        thoughts.ShouldBeGreaterThan(0);
        usage.GetProperty("totalTokenCount").GetInt64().ShouldBe(prompt + made + thoughts);
        var call = (await simulator.ChargesAsync()).ShouldHaveSingleItem();
        call.Text("provider").ShouldBe("gemini");
        call.Text("operation").ShouldBe("chat");
        call.Ticks().ShouldBe((prompt * 15_000) + ((made + thoughts) * 90_000));
    }

    [Fact]
    public async Task The_same_question_has_the_same_answer_and_another_seed_another()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var first = await TextAsync(simulator, new { contents = Contents("Tell of a lighthouse."), generationConfig = new { seed = 1 } });
        var again = await TextAsync(simulator, new { contents = Contents("Tell of a lighthouse."), generationConfig = new { seed = 1 } });
        var other = await TextAsync(simulator, new { contents = Contents("Tell of a lighthouse."), generationConfig = new { seed = 2 } });

        again.ShouldBe(first);
        other.ShouldNotBe(first);
    }

    [Fact]
    public async Task Json_fits_a_schema_in_either_form()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        object[] configs =
        [
            new { responseMimeType = "application/json", responseJsonSchema = new { type = "object", properties = new { n = new { type = "integer" } } } },
            new { responseMimeType = "application/json", responseSchema = new { type = "OBJECT", properties = new { n = new { type = "INTEGER" } } } },
        ];
        foreach (var config in configs)
        {
            var text = await TextAsync(simulator, new { contents = Contents("Count."), generationConfig = config });
            JsonElement.Parse(text).GetProperty("n").ValueKind.ShouldBe(JsonValueKind.Number);
        }
    }

    [Fact]
    public async Task A_prompt_that_is_blocked_has_no_candidate_and_costs_its_prompt()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var answer = await PostAsync(simulator, Chat, Question("Describe gore."));

        answer.GetProperty("promptFeedback").Text("blockReason").ShouldBe("PROHIBITED_CONTENT");
        answer.Has("candidates").ShouldBeFalse();
        (await simulator.ChargesAsync()).Single().Ticks().ShouldBe(answer.GetProperty("usageMetadata").GetProperty("promptTokenCount").GetInt64() * 15_000);
    }

    [Fact]
    public async Task An_image_comes_in_the_reply_and_costs_by_its_size()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var answer = await PostAsync(simulator, Image, new
        {
            contents = Contents("a boat"),
            generationConfig = new { responseModalities = new[] { "IMAGE" }, imageConfig = new { aspectRatio = "1:1", imageSize = "4K" } },
        });

        var data = answer.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("inlineData");
        data.Text("mimeType").ShouldBe("image/png");
        (await Ffmpeg.DecodeRgbAsync(Convert.FromBase64String(data.Text("data")))).Distinct().Count().ShouldBeGreaterThan(50);
        (await simulator.ChargesAsync()).Single().Ticks().ShouldBe(2_400_000_000);
    }

    [Fact]
    public async Task An_image_that_moderation_holds_back_is_a_candidate_without_content_and_free()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(
            SimulatorUnderTest.Instant, """[{"match":{"operation":"image","provider":"gemini"},"fault":{"kind":"moderation"}}]""");

        var answer = await PostAsync(simulator, Image, new { contents = Contents("a boat"), generationConfig = new { responseModalities = new[] { "IMAGE" } } });

        answer.GetProperty("candidates")[0].Text("finishReason").ShouldBe("IMAGE_SAFETY");
        answer.GetProperty("candidates")[0].Has("content").ShouldBeFalse();
        (await simulator.ChargesAsync()).Single().Ticks().ShouldBe(0);
    }

    [Fact]
    public async Task Vectors_come_in_order_and_cost_by_token()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var answer = await PostAsync(simulator, Embed, new { requests = new[] { Text("four letters"), Text("boat") } });

        answer.GetProperty("embeddings").GetArrayLength().ShouldBe(2);
        answer.GetProperty("embeddings")[1].GetProperty("values").GetArrayLength().ShouldBe(3072);
        var call = (await simulator.ChargesAsync()).Single();
        call.Text("operation").ShouldBe("embedding");
        call.Ticks().ShouldBe((3 + 1) * 1_500);
    }

    [Theory]
    [InlineData(Chat, """{"contents":[]}""", 400)]
    [InlineData(Chat, """{"contents":[{"parts":[{"text":"a","colour":"b"}]}]}""", 400)]
    [InlineData(Chat, """{"contents":[{"role":"assistant","parts":[{"text":"a"}]}]}""", 400)]
    [InlineData(Chat, """{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"maxTokens":5}}""", 400)]
    [InlineData(Chat, """{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"seed":4294967296}}""", 400)]
    [InlineData(Chat, """{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"responseModalities":["IMAGE"]}}""", 400)]
    [InlineData(Image, """{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"responseModalities":["IMAGE"],"imageConfig":{"imageSize":"2k"}}}""", 400)]
    [InlineData("gemini/v1beta/models/imagen-4:generateContent", """{"contents":[{"parts":[{"text":"a"}]}]}""", 404)]
    [InlineData(Embed, """{"requests":[{"model":"other","content":{"parts":[{"text":"a"}]}}]}""", 400)]
    [InlineData(Embed, "[]", 400)]
    public async Task What_google_does_not_take_is_refused_in_its_form_and_not_accepted(string path, string body, int status)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = Client(simulator);

        using var response = await client.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        ((int)response.StatusCode).ShouldBe(status);
        var error = (await SimulatorUnderTest.ReadAsync(response)).GetProperty("error");
        error.GetProperty("code").GetInt32().ShouldBe(status);
        error.Text("status").ShouldBe(status == 404 ? "NOT_FOUND" : "INVALID_ARGUMENT");
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bad-key", 400, "INVALID_ARGUMENT")]
    [InlineData("", 403, "PERMISSION_DENIED")]
    public async Task A_wrong_key_is_a_bad_request_and_a_missing_one_forbidden(string key, int status, string word)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = Client(simulator, key);

        using var response = await client.PostAsJsonAsync(Chat, Question("a"));

        ((int)response.StatusCode).ShouldBe(status);
        (await SimulatorUnderTest.ReadAsync(response)).GetProperty("error").Text("status").ShouldBe(word);
        using var list = await client.GetAsync("gemini/v1beta/models");
        ((int)list.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task The_wait_after_too_many_requests_stands_in_the_body()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(
            SimulatorUnderTest.Instant, """[{"match":{"operation":"chat","provider":"gemini"},"fault":{"kind":"rate-limit","retryAfterSeconds":3}}]""");
        using var client = Client(simulator);

        using var response = await client.PostAsJsonAsync(Chat, Question("a"));

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter.ShouldBeNull();
        (await SimulatorUnderTest.ReadAsync(response)).GetProperty("error").GetProperty("details")[0].Text("retryDelay").ShouldBe("3s");
    }

    [Theory]
    [InlineData(503, 0)]
    [InlineData(504, 1)]
    public async Task An_error_of_googles_is_free_even_after_acceptance_and_one_of_a_proxy_is_not(int status, int charged)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(
            SimulatorUnderTest.Instant, $$$"""[{"match":{"operation":"embedding"},"fault":{"kind":"error-after-accept","status":{{{status}}}}}]""");
        using var client = Client(simulator);

        using var response = await client.PostAsJsonAsync(Embed, new { requests = new[] { Text("boat") } });

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(status == 503 ? "application/json" : "text/html");
        (await simulator.ChargesAsync()).Count(call => call.Flag("charged")).ShouldBe(charged);
    }

    private static object Question(string text) => new { contents = Contents(text) };

    private static object[] Contents(string text) => [new { role = "user", parts = new[] { new { text } } }];

    private static object Text(string text) => new { model = "models/gemini-embedding-001", content = new { parts = new[] { new { text } } } };

    private static HttpClient Client(SimulatorUnderTest simulator, string key = "test-key")
    {
        var client = simulator.CreateClient(null, null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("x-goog-api-key", key);
        return client;
    }

    private static async Task<string> TextAsync(SimulatorUnderTest simulator, object body) =>
        (await PostAsync(simulator, Chat, body)).GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].Text("text");

    private static async Task<JsonElement> PostAsync(SimulatorUnderTest simulator, string path, object body)
    {
        using var client = Client(simulator);
        using var response = await client.PostAsJsonAsync(path, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await SimulatorUnderTest.ReadAsync(response);
    }
}

using System.Net;
using System.Text;

namespace FunctionsPipeline.Simulator.Tests.OpenAi;

public sealed class OpenAiDoorTests
{
    private const string Chat = """{"model":"gpt-5.4-nano","messages":[{"role":"user","content":"hello"}]}""";

    [Theory]
    [InlineData(null, "didn't provide an API key", null)]
    [InlineData("bad-key", "Incorrect API key", "invalid_api_key")]
    public async Task Without_a_good_key_nothing_is_done(string? key, string words, string? code)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = simulator.CreateClient(key is null ? null : "Bearer", key);
        using var response = await client.PostAsync("openai/v1/chat/completions", new StringContent(Chat, Encoding.UTF8, "application/json"));
        using var models = await client.GetAsync("openai/v1/models");

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        models.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var error = (await SimulatorUnderTest.ReadAsync(response)).GetProperty("error");
        error.Text("message").ShouldContain(words);
        error.Text("message").ShouldNotContain("bad-key");
        error.GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = simulator.CreateClient("Bearer", "any");
        using var response = await client.GetAsync("openai/v1/models");
        var names = (await SimulatorUnderTest.ReadAsync(response)).GetProperty("data").EnumerateArray().Select(model => model.Text("id")).ToList();
        names.ShouldContain("gpt-5.4-mini");
        names.ShouldContain("gpt-image-2");
        names.ShouldContain("text-embedding-3-small");
    }

    [Fact]
    public async Task Every_answer_says_how_much_room_is_left_and_a_full_second_when_to_come_again()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant with { RateLimitPerSecond = 2 });
        using var first = await simulator.PostAsync("openai", "chat/completions", Chat);
        using var second = await simulator.PostAsync("openai", "chat/completions", Chat);
        using var third = await simulator.PostAsync("openai", "chat/completions", Chat);

        Header(first, "x-ratelimit-remaining-requests").ShouldBe("1");
        Header(second, "x-ratelimit-remaining-requests").ShouldBe("0");
        Header(second, "x-ratelimit-limit-requests").ShouldBe("2");
        Header(second, "x-ratelimit-reset-requests").ShouldBe("1s");
        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        Header(third, "Retry-After").ShouldBe("1");
        (await SimulatorUnderTest.ReadAsync(third)).GetProperty("error").Text("code").ShouldBe("rate_limit_exceeded");

        simulator.Clock.Advance(TimeSpan.FromSeconds(1));
        using var fourth = await simulator.PostAsync("openai", "chat/completions", Chat);
        fourth.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("chat", "chat/completions", Chat)]
    [InlineData("image", "images/generations", """{"model":"gpt-image-2","prompt":"a boat"}""")]
    [InlineData("embedding", "embeddings", """{"model":"text-embedding-3-small","input":"a boat"}""")]
    public async Task Faults_befall_the_operation_of_the_provider_that_they_name(string operation, string path, string body)
    {
        var rules = $$$"""
            [{"match":{"operation":"{{{operation}}}","provider":"openai","nth":1},"fault":{"kind":"error-after-accept","status":503}},
             {"match":{"operation":"{{{operation}}}","provider":"openai","nth":2},"fault":{"kind":"rate-limit","retryAfterSeconds":7}},
             {"match":{"operation":"{{{operation}}}","provider":"openai-compatible","nth":1},"fault":{"kind":"error-before-accept","status":500}}]
            """;
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant, rules);

        (await simulator.FailAsync("openai", path, body, 503)).Text("type").ShouldBe("server_error");
        using var limited = await simulator.PostAsync("openai", path, body);
        Header(limited, "Retry-After").ShouldBe("7");
        await simulator.AskAsync("openai", path, body);
        var own = operation == "image" ? body.Replace("}", ",\"response_format\":\"b64_json\"}", StringComparison.Ordinal) : body;
        await simulator.FailAsync("openai-compatible", path, own, 500);
        await simulator.AskAsync("openai-compatible", path, own);

        (await simulator.ChargesAsync()).Select(charge => (charge.Text("provider"), charge.Flag("charged"), charge.Flag("replyLost")))
            .ShouldBe([("openai", true, true), ("openai", true, false), ("openai-compatible", false, false)]);
    }

    [Theory]
    [InlineData("text/plain", "{}")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "{")]
    public async Task A_body_that_is_no_object_is_refused(string type, string body)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = simulator.CreateClient("Bearer", "any");
        using var response = await client.PostAsync("openai/v1/embeddings", new StringContent(body, Encoding.UTF8, type));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SimulatorUnderTest.ReadAsync(response)).GetProperty("error").Text("message").ShouldContain("JSON");
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}

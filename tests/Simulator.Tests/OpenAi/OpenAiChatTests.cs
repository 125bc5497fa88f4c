using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.OpenAi;

public sealed class OpenAiChatTests
{
    private const string Messages = """[{"role":"system","content":"Be brief."},{"role":"user","content":"Roast this clip."}]""";
    private const string Path = "chat/completions";

    [Fact]
    public async Task An_answer_s_tokens_include_the_reasoning_and_are_what_is_charged()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var answer = await simulator.AskAsync("openai", Path, $$"""{"model":"gpt-5.4-mini","messages":{{Messages}}}""");

        var choice = answer.GetProperty("choices")[0];
        choice.Text("finish_reason").ShouldBe("stop");
        choice.GetProperty("message").Text("content").ShouldEndWith(".");
        choice.GetProperty("message").GetProperty("refusal").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.Text("id").ShouldStartWith("chatcmpl-");
        var usage = answer.GetProperty("usage");
        var prompt = usage.GetProperty("prompt_tokens").GetInt64();
        var completion = usage.GetProperty("completion_tokens").GetInt64();
        usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt64().ShouldBeInRange(1, completion - 1);
        usage.GetProperty("total_tokens").GetInt64().ShouldBe(prompt + completion);
        var charge = (await simulator.ChargesAsync()).ShouldHaveSingleItem();
        charge.Text("provider").ShouldBe("openai");
        charge.Text("operation").ShouldBe("chat");
        charge.Ticks().ShouldBe((prompt * 7_500) + (completion * 45_000));
    }

    [Fact]
    public async Task Reasoning_and_text_together_stay_under_the_bound()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        foreach (var most in new[] { 1, 2, 5, 10 })
        {
            var answer = await simulator.AskAsync("openai", Path, $$"""{"model":"gpt-5.5","messages":{{Messages}},"max_completion_tokens":{{most}} }""");

            answer.GetProperty("usage").GetProperty("completion_tokens").GetInt64().ShouldBe(most);
            answer.GetProperty("choices")[0].Text("finish_reason").ShouldBe("length");
        }
    }

    [Fact]
    public async Task An_answer_has_the_form_that_was_asked_for()
    {
        const string Schema = """
            {"type":"object","properties":{"score":{"type":"integer","minimum":1,"maximum":5},"lines":{"type":"array","items":{"type":"object",
             "properties":{"text":{"type":"string"}},"required":["text"],"additionalProperties":false}}},"required":["score","lines"],"additionalProperties":false}
            """;
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var answer = await simulator.AskAsync("openai", Path, $$$"""
            {"model":"gpt-5.4","messages":{{{Messages}}},"response_format":{"type":"json_schema","json_schema":{"name":"roast","strict":true,"schema":{{{Schema}}} } } }
            """);

        using var content = JsonDocument.Parse(answer.GetProperty("choices")[0].GetProperty("message").Text("content"));
        content.RootElement.GetProperty("score").GetInt32().ShouldBeInRange(1, 5);
        content.RootElement.GetProperty("lines")[0].Text("text").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_prompt_that_a_filter_stops_costs_what_was_read()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var answer = await simulator.AskAsync("openai", Path, """{"model":"gpt-5.4","messages":[{"role":"user","content":"Describe gore."}]}""");

        var choice = answer.GetProperty("choices")[0];
        choice.Text("finish_reason").ShouldBe("content_filter");
        choice.GetProperty("message").GetProperty("content").ValueKind.ShouldBe(JsonValueKind.Null);
        choice.GetProperty("message").GetProperty("refusal").ValueKind.ShouldBe(JsonValueKind.Null);
        var usage = answer.GetProperty("usage");
        usage.GetProperty("completion_tokens").GetInt64().ShouldBe(0);
        (await simulator.ChargesAsync()).ShouldHaveSingleItem().Ticks().ShouldBe(usage.GetProperty("prompt_tokens").GetInt64() * 25_000);
    }

    [Theory]
    [InlineData("aGVsbG8=", "invalid_image_format")]
    [InlineData("iVBORw0KGgoAAAANSUhEUg==", "invalid_image_format")]
    public async Task A_picture_that_cannot_be_read_is_refused(string file, string code)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var error = await simulator.FailAsync("openai", Path, $$$"""
            {"model":"gpt-5.5","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{file}}}"} }]}]}
            """, 400);

        error.Text("code").ShouldBe(code);
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_answers_differ_and_a_seed_makes_another_one()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var three = await simulator.AskAsync("openai", Path, $$"""{"model":"gpt-5.5","messages":{{Messages}},"n":3}""");
        var texts = three.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("message").Text("content")).ToList();
        texts.Distinct().Count().ShouldBe(3);

        var seeded = await simulator.AskAsync("openai", Path, $$"""{"model":"gpt-5.5","messages":{{Messages}},"seed":5}""");
        var again = await simulator.AskAsync("openai", Path, $$"""{"model":"gpt-5.5","messages":{{Messages}},"seed":5}""");
        seeded.GetProperty("choices")[0].GetProperty("message").Text("content").ShouldNotBe(texts[0]);
        again.GetProperty("choices").GetRawText().ShouldBe(seeded.GetProperty("choices").GetRawText());
    }

    [Fact]
    public async Task A_picture_is_read_and_costs_tokens()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        const string Text = """{"type":"text","text":"What is this?"}""";
        var picture = await simulator.AskAsync("openai", "images/generations", """{"model":"gpt-image-1-mini","prompt":"a boat"}""");
        var file = picture.GetProperty("data")[0].Text("b64_json");
        var without = await simulator.AskAsync("openai", Path, $$$"""{"model":"gpt-5.5","messages":[{"role":"user","content":[{{{Text}}}]}]}""");
        var with = await simulator.AskAsync("openai", Path, $$$"""
            {"model":"gpt-5.5","messages":[{"role":"user","content":[{{{Text}}},{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{file}}}"} }]}]}
            """);

        InputTokens(with).ShouldBeGreaterThan(InputTokens(without));
    }

    [Theory]
    [InlineData("{}", 400, null, "you must provide a model parameter")]
    [InlineData("""{"model":"gpt-3","messages":[{"role":"user","content":"x"}]}""", 404, "model_not_found", "gpt-3")]
    [InlineData("""{"model":"gpt-5.5"}""", 400, "missing_required_parameter", "messages")]
    [InlineData("""{"model":"gpt-5.5","messages":[]}""", 400, "invalid_value", "messages")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"robot","content":"x"}]}""", 400, "invalid_value", "messages[0].role")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"user"}]}""", 400, "missing_required_parameter", "messages[0].content")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/a.png"}}]}]}""", 400, "invalid_value", "data URIs")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"user","content":"x"}],"stream":true}""", 400, "invalid_value", "stream")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"user","content":"x"}],"max_tokens":5}""", 400, "unsupported_parameter", "max_completion_tokens")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"user","content":"x"}],"max_completion_tokens":0}""", 400, "invalid_value", "max_completion_tokens")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"user","content":"x"}],"n":129}""", 400, "invalid_value", "1 to 128")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"user","content":"x"}],"temperature":2.1}""", 400, "invalid_value", "0 to 2")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"user","content":"x"}],"seed":"one"}""", 400, "invalid_type", "seed")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}""", 400, "invalid_value", "json_schema")]
    [InlineData("""{"model":"gpt-5.5","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_object"}}""", 400, null, "the word 'json'")]
    public async Task A_wrong_order_is_refused_in_the_provider_s_form_and_costs_nothing(string body, int status, string? code, string words)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var error = await simulator.FailAsync("openai", Path, body, status);

        error.Text("type").ShouldBe("invalid_request_error");
        error.GetProperty("code").GetString().ShouldBe(code);
        error.Text("message").ShouldContain(words);
        error.Has("param").ShouldBeTrue();
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", "In context=(), 'additionalProperties' is required to be supplied and to be false.")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":[],"additionalProperties":false}""", "Missing 'a'")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":{}}}},"required":["a"],"additionalProperties":false}""", "In context=('a','items',), 'additionalProperties'")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"null"},{"type":"object","properties":{}}]}},"required":["a"],"additionalProperties":false}""", "In context=('a',), 'additionalProperties'")]
    public async Task A_strict_schema_that_is_not_strict_is_refused_with_the_place(string schema, string words)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var order = $$$"""{"model":"gpt-5.5","messages":{{{Messages}}},"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":STRICT,"schema":{{{schema}}} } } }""";

        var error = await simulator.FailAsync("openai", Path, order.Replace("STRICT", "true", StringComparison.Ordinal), 400);
        await simulator.AskAsync("openai", Path, order.Replace("STRICT", "false", StringComparison.Ordinal));

        error.Text("param").ShouldBe("response_format");
        error.Text("message").ShouldContain("Invalid schema for response_format 'n': ");
        error.Text("message").ShouldContain(words);
    }

    private static long InputTokens(JsonElement answer) => answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt64();
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Simulator.Images;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Tests.Xai;

public sealed class XaiChatTests
{
    private static readonly object[] Messages = [new { role = "system", content = "Be brief." }, new { role = "user", content = "Roast this clip." }];

    [Fact]
    public async Task A_chat_is_answered_with_text_and_its_tokens_leave_the_reasoning_out()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var answer = await AskAsync(simulator, new { model = "grok-4.3", messages = Messages });
        answer.GetProperty("choices")[0].GetProperty("message").Text("content").ShouldEndWith(".");
        answer.GetProperty("choices")[0].Text("finish_reason").ShouldBe("stop");

        var usage = answer.GetProperty("usage");
        var prompt = usage.GetProperty("prompt_tokens").GetInt64();
        var visible = usage.GetProperty("completion_tokens").GetInt64();
        var reasoning = usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt64();
        usage.GetProperty("total_tokens").GetInt64().ShouldBe(prompt + visible + reasoning);
        usage.GetProperty("cost_in_usd_ticks").GetInt64().ShouldBe((prompt * 12_500) + ((visible + reasoning) * 25_000));
        (await simulator.ChargesAsync()).Single().Ticks().ShouldBe(usage.GetProperty("cost_in_usd_ticks").GetInt64());
    }

    [Fact]
    public async Task An_answer_has_the_form_that_was_asked_for()
    {
        const string Schema = """
            {"type":"object","properties":{"score":{"type":"integer","minimum":1,"maximum":5},"mood":{"enum":["dry","kind"]},
             "lines":{"type":"array","minItems":2,"maxItems":2,"items":{"type":"string"}}},"required":["score","mood","lines"]}
            """;
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var format = new { type = "json_schema", json_schema = new { name = "roast", schema = JsonDocument.Parse(Schema).RootElement } };
        var answer = await AskAsync(simulator, new { model = "grok-4.3", messages = Messages, response_format = format });

        using var content = JsonDocument.Parse(answer.GetProperty("choices")[0].GetProperty("message").Text("content"));
        content.RootElement.GetProperty("score").GetInt32().ShouldBeInRange(1, 5);
        new[] { "dry", "kind" }.ShouldContain(content.RootElement.Text("mood"));
        content.RootElement.Texts("lines").Length.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_cut()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var answer = await AskAsync(simulator, new { model = "grok-4.3", messages = Messages, max_completion_tokens = 2 });
        answer.GetProperty("choices")[0].Text("finish_reason").ShouldBe("length");
        answer.GetProperty("choices")[0].GetProperty("message").Text("content").Length.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task A_deferred_answer_is_202_then_there_once_then_gone()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow);
        var accepted = await AskAsync(simulator, new { model = "grok-4.3", messages = Messages, deferred = true });
        var path = "xai/v1/chat/deferred-completion/" + accepted.Text("request_id");

        using var early = await simulator.Xai.GetAsync(path);
        early.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await early.Content.ReadAsStringAsync()).ShouldBe("");

        simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        using var ready = await simulator.Xai.GetAsync(path);
        (await SimulatorUnderTest.ReadAsync(ready)).Text("object").ShouldBe("chat.completion");
        (await simulator.Xai.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", 422)]
    [InlineData("""{"model":"grok-1","messages":[{"role":"user","content":"x"}]}""", 404)]
    [InlineData("""{"model":"grok-4.3","messages":[]}""", 400)]
    [InlineData("""{"model":"grok-4.3","messages":[{"content":"x"}]}""", 422)]
    [InlineData("""{"model":"grok-4.3","messages":[{"role":"user","content":"x"}],"stream":true}""", 400)]
    public async Task A_wrong_order_is_refused(string body, int status)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.Xai.PostAsync("xai/v1/chat/completions", new StringContent(body, Encoding.UTF8, "application/json"));
        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task A_picture_is_judged_by_what_it_shows_each_time_a_little_differently()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var (good, bad) = (Picture(0.3), Picture(1));
        double[] ofGood = [await ScoreAsync(simulator, good), await ScoreAsync(simulator, good)];
        var ofBad = await ScoreAsync(simulator, bad);
        ofGood[0].ShouldNotBe(ofGood[1]);
        Math.Abs(ofGood[0] - ofGood[1]).ShouldBeLessThan(0.2);
        (ofGood.Average() - ofBad).ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public async Task Pictures_count_as_tokens()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var details = (await AskAsync(simulator, Judging(Picture(0)))).GetProperty("usage").GetProperty("prompt_tokens_details");
        details.GetProperty("image_tokens").GetInt64().ShouldBe(258);
        details.GetProperty("text_tokens").GetInt64().ShouldBe(4);
    }

    [Theory]
    [InlineData("https://example.com/a.png", "fetches no links")]
    [InlineData("data:image/png;base64,AAAA", "can be decoded")]
    [InlineData("data:image/png;base64,%%%", "data URI")]
    public async Task What_is_no_picture_is_refused(string url, string message)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.Xai.PostAsJsonAsync("xai/v1/chat/completions", JudgingUrl(url));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SimulatorUnderTest.ReadAsync(response)).GetProperty("error").Text("message").ShouldContain(message);
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    private static byte[] Picture(double blur) =>
        PngFile.Write(StillPainter.Paint(new StillOrder("a boat", "16:9", 4), StillFlaws.Only((Aspect.Sharpness, blur))));

    private static object Judging(byte[] picture) => JudgingUrl("data:image/png;base64," + Convert.ToBase64String(picture));

    private static object JudgingUrl(string url)
    {
        var schema = JsonDocument.Parse("""{"type":"object","properties":{"sharpness":{"type":"number","minimum":0,"maximum":1}}}""").RootElement;
        object[] parts = [new { type = "text", text = "Judge this one." }, new { type = "image_url", image_url = new { url } }];
        return new
        {
            model = "grok-4.3",
            messages = new[] { new { role = "user", content = parts } },
            response_format = new { type = "json_schema", json_schema = new { name = "verdict", schema } },
        };
    }

    private static async Task<double> ScoreAsync(SimulatorUnderTest simulator, byte[] picture)
    {
        var answer = await AskAsync(simulator, Judging(picture));
        return JsonElement.Parse(answer.GetProperty("choices")[0].GetProperty("message").Text("content")).GetProperty("sharpness").GetDouble();
    }

    private static async Task<JsonElement> AskAsync(SimulatorUnderTest simulator, object body)
    {
        using var response = await simulator.Xai.PostAsJsonAsync("xai/v1/chat/completions", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await SimulatorUnderTest.ReadAsync(response);
    }
}

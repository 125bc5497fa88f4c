using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsPipeline.Simulator.Language;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Tests.Faults;

/// <summary>What a model does wrong although nothing is wrong on the way.</summary>
public sealed class AnswerFaultTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        """{"type":"object","properties":{"score":{"type":"number","minimum":0,"maximum":1},"reason":{"type":"string"}},"required":["score","reason"]}""");

    [Fact]
    public async Task Invalid_json_is_never_json_and_is_charged_like_an_answer()
    {
        await using var simulator = await StartAsync("chat", "invalid-json");
        for (var index = 0; index < 12; index++)
        {
            var answer = await AskAsync(simulator, $"Rate post {index}.");
            Should.Throw<JsonException>(() => JsonElement.Parse(Content(answer)));
            answer.GetProperty("choices")[0].Text("finish_reason").ShouldBe("stop");
        }

        (await simulator.ChargesAsync()).ShouldAllBe(call => call.Flag("charged"));
        (await simulator.TruthAsync())[0].Texts("faults").ShouldBe(["invalid-json"]);
    }

    [Fact]
    public async Task A_truncated_answer_ends_early_and_costs_what_was_written()
    {
        await using var whole = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        await using var cut = await StartAsync("chat", "truncated-answer");
        var (full, part) = (await AskAsync(whole, "Rate this post."), await AskAsync(cut, "Rate this post."));
        part.GetProperty("choices")[0].Text("finish_reason").ShouldBe("length");
        Content(full).ShouldStartWith(Content(part));
        Content(part).Length.ShouldBeLessThan(Content(full).Length);

        var usage = part.GetProperty("usage");
        usage.GetProperty("completion_tokens").GetInt64().ShouldBe(LanguageModel.Tokens(Content(part).Length));
        var (paid, paidInFull) = ((await cut.ChargesAsync()).Single().Ticks(), (await whole.ChargesAsync()).Single().Ticks());
        paid.ShouldBe(usage.GetProperty("cost_in_usd_ticks").GetInt64());
        paid.ShouldBeInRange(1, paidInFull - 1);
    }

    [Fact]
    public async Task A_model_that_declines_says_so_in_its_refusal()
    {
        await using var simulator = await StartAsync("chat", "model-refusal");
        var message = (await AskAsync(simulator, "Rate this post.")).GetProperty("choices")[0].GetProperty("message");
        message.Text("content").ShouldBe("");
        message.Text("refusal").ShouldNotBeEmpty();
        (await simulator.ChargesAsync()).Single().Text("state").ShouldBe("done");
    }

    [Theory]
    [InlineData("blocked-prompt", "Rate this post.")]
    [InlineData("reply-lost", "Describe gore.")]
    public async Task A_prompt_that_a_filter_stops_has_no_answer_and_costs_what_was_read(string fault, string prompt)
    {
        // The second one is stopped by its words; the fault of its script never applies.
        await using var simulator = await SimulatorUnderTest.StartAsync(
            SimulatorUnderTest.Instant, $$"""[{"match":{"operation":"chat","nth":{{(fault == "reply-lost" ? 9 : 1)}} },"fault":{"kind":"{{fault}}"} }]""");
        var answer = await AskAsync(simulator, prompt);
        Content(answer).ShouldBe("");
        answer.GetProperty("choices")[0].Text("finish_reason").ShouldBe("content_filter");
        var usage = answer.GetProperty("usage");
        usage.GetProperty("completion_tokens").GetInt64().ShouldBe(0);
        var call = (await simulator.ChargesAsync()).Single();
        call.Text("state").ShouldBe("refused");
        call.Ticks().ShouldBe(usage.GetProperty("prompt_tokens").GetInt64() * 12_500);
    }

    [Fact]
    public async Task A_bad_image_has_a_head_and_cannot_be_decoded()
    {
        await using var simulator = await StartAsync("image", "bad-image");
        using var response = await simulator.Xai.PostAsJsonAsync("xai/v1/images/generations", new { prompt = "a boat" });
        var file = await simulator.Plain.GetByteArrayAsync((await SimulatorUnderTest.ReadAsync(response)).GetProperty("data")[0].Text("url"));
        PngReader.Takes(file).ShouldBeTrue();
        PictureReader.TryRead(file).ShouldBeNull();
        (await simulator.TruthAsync()).Single().Texts("faults").ShouldBe(["bad-image"]);
        (await simulator.ChargesAsync()).Single().Flag("charged").ShouldBeTrue();
    }

    [Theory]
    [InlineData("submit", "invalid-json", "it befalls chat")]
    [InlineData("image", "blocked-prompt", "it befalls chat")]
    [InlineData("chat", "bad-image", "it befalls image")]
    public async Task They_befall_nothing_else(string operation, string fault, string message)
    {
        (await Should.ThrowAsync<StartException>(() => StartAsync(operation, fault))).Message.ShouldContain(message);
    }

    private static Task<SimulatorUnderTest> StartAsync(string operation, string fault) => SimulatorUnderTest.StartAsync(
        SimulatorUnderTest.Instant, $$"""[{"match":{"operation":"{{operation}}"},"fault":{"kind":"{{fault}}"} }]""");

    private static async Task<JsonElement> AskAsync(SimulatorUnderTest simulator, string text)
    {
        var format = new { type = "json_schema", json_schema = new { name = "rating", schema = Schema } };
        var body = new { model = "grok-4.3", messages = new[] { new { role = "user", content = text } }, response_format = format };
        using var response = await simulator.Xai.PostAsJsonAsync("xai/v1/chat/completions", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await SimulatorUnderTest.ReadAsync(response);
    }

    private static string Content(JsonElement answer) => answer.GetProperty("choices")[0].GetProperty("message").Text("content");
}

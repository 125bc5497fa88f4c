using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsPipeline.Simulator.Tests.ComfyUi;
using FunctionsPipeline.Simulator.Tests.OpenAi;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Tests.Faults;

/// <summary>What a model does wrong, in the forms of OpenAI and of Gemini; xAI's are in <see cref="AnswerFaultTests"/>.</summary>
public sealed class ProviderAnswerTests
{
    private const string OpenAiSchema =
        """{"type":"object","properties":{"score":{"type":"number"},"reason":{"type":"string"}},"required":["score","reason"],"additionalProperties":false}""";

    private const string GeminiChat = "gemini/v1beta/models/gemini-3.5-flash:generateContent";
    private const string GeminiImage = "gemini/v1beta/models/gemini-3-pro-image:generateContent";

    [Theory]
    [InlineData("invalid-json", "stop", true, false)]
    [InlineData("truncated-answer", "length", true, false)]
    [InlineData("model-refusal", "stop", false, true)]
    [InlineData("blocked-prompt", "content_filter", false, false)]
    public async Task OpenAi_ends_them_in_its_form(string fault, string reason, bool hasContent, bool hasRefusal)
    {
        await using var simulator = await StartAsync("chat", fault);

        var answer = await AskOpenAiAsync(simulator, "Rate this post.");

        var choice = answer.GetProperty("choices")[0];
        choice.Text("finish_reason").ShouldBe(reason);
        IsText(choice.GetProperty("message"), "content").ShouldBe(hasContent);
        IsText(choice.GetProperty("message"), "refusal").ShouldBe(hasRefusal);
        if (hasContent) Should.Throw<JsonException>(() => JsonElement.Parse(choice.GetProperty("message").Text("content")));
        var usage = answer.GetProperty("usage");
        var (read, written) = (usage.GetProperty("prompt_tokens").GetInt64(), usage.GetProperty("completion_tokens").GetInt64());
        (written == 0).ShouldBe(fault == "blocked-prompt");
        var call = (await simulator.ChargesAsync()).Single();
        call.Flag("charged").ShouldBeTrue();
        call.Ticks().ShouldBe((read * 25_000) + (written * 150_000));
        (await simulator.TruthAsync()).Single().Texts("faults").ShouldBe([fault]);
    }

    [Theory]
    [InlineData("invalid-json", "STOP", true)]
    [InlineData("truncated-answer", "MAX_TOKENS", true)]
    [InlineData("model-refusal", "SAFETY", false)]
    [InlineData("blocked-prompt", null, false)]
    public async Task Gemini_ends_them_in_its_form(string fault, string? reason, bool hasContent)
    {
        await using var simulator = await StartAsync("chat", fault);

        var answer = await AskGeminiAsync(simulator, "Rate this post.");

        answer.Has("candidates").ShouldBe(reason is not null);
        answer.Has("promptFeedback").ShouldBe(reason is null);
        if (reason is not null)
        {
            answer.GetProperty("candidates")[0].Text("finishReason").ShouldBe(reason);
            answer.GetProperty("candidates")[0].Has("content").ShouldBe(hasContent);
        }

        if (hasContent) Should.Throw<JsonException>(() => JsonElement.Parse(GeminiText(answer)));
        var usage = answer.GetProperty("usageMetadata");
        var (read, total) = (usage.GetProperty("promptTokenCount").GetInt64(), usage.GetProperty("totalTokenCount").GetInt64());
        (total == read).ShouldBe(fault == "blocked-prompt");
        var call = (await simulator.ChargesAsync()).Single();
        call.Flag("charged").ShouldBeTrue();
        call.Ticks().ShouldBe((read * 15_000) + ((total - read) * 90_000));
    }

    [Fact]
    public async Task The_same_question_asked_again_has_another_answer_and_another_run_repeats_both()
    {
        var runs = new List<string[]>();
        for (var run = 0; run < 2; run++)
        {
            await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
            runs.Add(
            [
                OpenAiText(await AskOpenAiAsync(simulator, "Rate this post.")), OpenAiText(await AskOpenAiAsync(simulator, "Rate this post.")),
                GeminiText(await AskGeminiAsync(simulator, "Rate this post.")), GeminiText(await AskGeminiAsync(simulator, "Rate this post.")),
            ]);
        }

        runs[0][0].ShouldNotBe(runs[0][1]);
        runs[0][2].ShouldNotBe(runs[0][3]);
        runs[1].ShouldBe(runs[0]);
    }

    [Fact]
    public async Task A_judge_looks_twice_at_the_same_picture_and_is_a_little_off_each_time()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var file = await ImageOfOpenAiAsync(simulator);
        var (first, second) = (await JudgeByGeminiAsync(simulator, file), await JudgeByGeminiAsync(simulator, file));

        first.ShouldNotBe(second);
        Math.Abs(first - second).ShouldBeLessThan(0.2);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("gemini")]
    [InlineData("huggingface")]
    [InlineData("comfyui")]
    public async Task A_bad_image_has_a_head_and_cannot_be_decoded(string provider)
    {
        await using var simulator = await StartAsync("image", "bad-image");

        var file = provider switch
        {
            "openai" => await ImageOfOpenAiAsync(simulator),
            "gemini" => await ImageOfGeminiAsync(simulator),
            "huggingface" => await ImageOfHuggingFaceAsync(simulator),
            _ => await ImageOfComfyUiAsync(simulator),
        };

        PngReader.Takes(file).ShouldBeTrue();
        PictureReader.TryRead(file).ShouldBeNull();
        (await simulator.TruthAsync()).Single().Texts("faults").ShouldBe(["bad-image"]);
    }

    [Theory]
    [InlineData("truncated-image")]
    [InlineData("page-image")]
    [InlineData("empty-image")]
    public async Task What_comes_in_place_of_an_image_is_charged_like_one(string fault)
    {
        await using var simulator = await StartAsync("image", fault);

        var file = await ImageOfOpenAiAsync(simulator);

        if (file.Length > 0) PictureReader.TryRead(file).ShouldBeNull();
        PngReader.Takes(file).ShouldBe(fault == "truncated-image");
        (await simulator.ChargesAsync()).Single().Flag("charged").ShouldBeTrue();
    }

    private static Task<SimulatorUnderTest> StartAsync(string operation, string fault) => SimulatorUnderTest.StartAsync(
        SimulatorUnderTest.Instant, $$"""[{"match":{"operation":"{{operation}}"},"fault":{"kind":"{{fault}}"} }]""");

    private static Task<JsonElement> AskOpenAiAsync(SimulatorUnderTest simulator, string text) => simulator.AskAsync("openai", "chat/completions", $$$"""
        {"model":"gpt-5.4","messages":[{"role":"user","content":"{{{text}}}"}],
         "response_format":{"type":"json_schema","json_schema":{"name":"rating","strict":true,"schema":{{{OpenAiSchema}}} } } }
        """);

    private static async Task<byte[]> ImageOfOpenAiAsync(SimulatorUnderTest simulator) =>
        (await simulator.AskAsync("openai", "images/generations", """{"model":"gpt-image-2","prompt":"a boat"}"""))
        .GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64();

    private static async Task<byte[]> ImageOfGeminiAsync(SimulatorUnderTest simulator)
    {
        var answer = await PostToGeminiAsync(
            simulator, GeminiImage, """{"contents":[{"parts":[{"text":"a boat"}]}],"generationConfig":{"responseModalities":["IMAGE"]} }""");
        return answer.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("inlineData").GetProperty("data").GetBytesFromBase64();
    }

    private static async Task<byte[]> ImageOfHuggingFaceAsync(SimulatorUnderTest simulator)
    {
        using var response = await simulator.Xai.PostAsJsonAsync("huggingface/hf-inference/models/black-forest-labs/FLUX.1-dev", new { inputs = "a boat" });
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task<byte[]> ImageOfComfyUiAsync(SimulatorUnderTest simulator)
    {
        var id = await ComfyUiTests.OrderAsync(simulator, ComfyUiTests.Graph());
        var outputs = (await simulator.GetAsync($"comfyui/history/{id}")).GetProperty(id).GetProperty("outputs");
        var image = outputs.EnumerateObject().Single().Value.GetProperty("images")[0];
        return await simulator.Plain.GetByteArrayAsync($"comfyui/view?filename={image.Text("filename")}&subfolder=&type={image.Text("type")}");
    }

    private static Task<JsonElement> AskGeminiAsync(SimulatorUnderTest simulator, string text) => PostToGeminiAsync(simulator, GeminiChat, $$$"""
        {"contents":[{"parts":[{"text":"{{{text}}}"}]}],"generationConfig":{"responseMimeType":"application/json","responseJsonSchema":{{{OpenAiSchema}}} } }
        """);

    private static async Task<double> JudgeByGeminiAsync(SimulatorUnderTest simulator, byte[] file)
    {
        var answer = await PostToGeminiAsync(simulator, GeminiChat, $$$"""
            {"contents":[{"parts":[{"text":"Rate the picture."},{"inlineData":{"mimeType":"image/png","data":"{{{Convert.ToBase64String(file)}}}"} }]}],
             "generationConfig":{"responseMimeType":"application/json",
               "responseJsonSchema":{"type":"object","properties":{"score":{"type":"number","minimum":0,"maximum":1} },"required":["score"]} } }
            """);
        return JsonElement.Parse(GeminiText(answer)).GetProperty("score").GetDouble();
    }

    private static async Task<JsonElement> PostToGeminiAsync(SimulatorUnderTest simulator, string path, string body)
    {
        using var client = simulator.CreateClient(null, null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("x-goog-api-key", "test-key");
        using var response = await client.PostAsync(path, Json(body));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await SimulatorUnderTest.ReadAsync(response);
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static string OpenAiText(JsonElement answer) => answer.GetProperty("choices")[0].GetProperty("message").Text("content");

    private static string GeminiText(JsonElement answer) =>
        answer.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].Text("text");

    private static bool IsText(JsonElement element, string field) => element.GetProperty(field) is { ValueKind: JsonValueKind.String };
}

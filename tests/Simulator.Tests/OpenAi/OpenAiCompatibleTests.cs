using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.OpenAi;

/// <summary>The server of one's own: no key, any model, no bill.</summary>
public sealed class OpenAiCompatibleTests
{
    private const string Own = "openai-compatible";

    [Fact]
    public async Task It_needs_no_key_takes_any_model_and_charges_nothing()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var chat = await simulator.AskAsync(Own, "chat/completions", """{"model":"llama3.3:70b","messages":[{"role":"user","content":"gore"}],"max_tokens":2,"unknown":1}""");
        var image = await simulator.AskAsync(Own, "images/generations", """{"model":"sd","prompt":"a boat","size":"768x512","response_format":"b64_json"}""");
        var vector = await simulator.AskAsync(Own, "embeddings", """{"model":"nomic-embed-text","input":"a boat"}""");

        chat.Text("model").ShouldBe("llama3.3:70b");
        chat.GetProperty("choices")[0].Text("finish_reason").ShouldBe("length");
        image.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64().AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        vector.GetProperty("data")[0].GetProperty("embedding").GetArrayLength().ShouldBe(768);
        var charges = await simulator.ChargesAsync();
        charges.Select(charge => charge.Text("operation")).ShouldBe(["chat", "image", "embedding"]);
        charges.ShouldAllBe(charge => charge.Ticks() == 0 && !charge.Flag("charged") && charge.Text("state") == "done");
    }

    [Theory]
    [InlineData("chat/completions", """{"model":"m","messages":[{"role":"user","content":"NUMBER"}]}""")]
    [InlineData("embeddings", """{"model":"m","input":"NUMBER"}""")]
    public async Task About_every_third_answer_leaves_the_usage_out(string path, string body)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var without = 0;
        for (var number = 0; number < 120; number++)
        {
            var answer = await simulator.AskAsync(Own, path, body.Replace("NUMBER", $"text {number}", StringComparison.Ordinal));
            if (!answer.TryGetProperty("usage", out _)) without++;
        }

        without.ShouldBeInRange(25, 55);
    }

    [Fact]
    public async Task It_knows_schemas_and_holds_them_to_no_rules()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var answer = await simulator.AskAsync(Own, "chat/completions", """
            {"model":"m","messages":[{"role":"user","content":"x"}],
             "response_format":{"type":"json_schema","json_schema":{"schema":{"type":"object","properties":{"a":{"type":"boolean"}}}}}}
            """);

        using var content = JsonDocument.Parse(answer.GetProperty("choices")[0].GetProperty("message").Text("content"));
        content.RootElement.Has("a").ShouldBeTrue();
    }

    [Fact]
    public async Task Its_journal_keeps_what_was_accepted()
    {
        using var file = new TemporaryFile();
        var options = SimulatorUnderTest.Instant with { JournalPath = file.Path };
        await using (var simulator = await SimulatorUnderTest.StartAsync(options))
        {
            await simulator.AskAsync("openai", "embeddings", """{"model":"text-embedding-3-small","input":"a boat"}""");
        }

        await using var again = await SimulatorUnderTest.StartAsync(options);
        var charge = (await again.ChargesAsync()).ShouldHaveSingleItem();
        charge.Text("operation").ShouldBe("embedding");
        charge.Ticks().ShouldBe(2 * 200);
    }
}

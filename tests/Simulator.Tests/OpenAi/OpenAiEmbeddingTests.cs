using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.OpenAi;

public sealed class OpenAiEmbeddingTests
{
    private const string Path = "embeddings";

    [Fact]
    public async Task Numbers_and_base64_are_the_same_vectors_of_length_1()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var numbers = await simulator.AskAsync("openai", Path, """{"model":"text-embedding-3-small","input":["a red ball","a blue cube"],"dimensions":64}""");
        var packed = await simulator.AskAsync(
            "openai", Path, """{"model":"text-embedding-3-small","input":["a red ball","a blue cube"],"dimensions":64,"encoding_format":"base64"}""");

        for (var index = 0; index < 2; index++)
        {
            var vector = Entry(numbers, index).EnumerateArray().Select(number => number.GetSingle()).ToArray();
            vector.Length.ShouldBe(64);
            Math.Sqrt(vector.Sum(value => (double)value * value)).ShouldBe(1, 1e-5);
            var bytes = Entry(packed, index).GetBytesFromBase64();
            Enumerable.Range(0, 64).Select(place => BitConverter.ToSingle(bytes, place * 4)).ShouldBe(vector);
        }

        Entry(numbers, 0).GetRawText().ShouldNotBe(Entry(numbers, 1).GetRawText());
        numbers.GetProperty("usage").GetProperty("prompt_tokens").GetInt64().ShouldBe(6);
        var charges = await simulator.ChargesAsync();
        charges.Select(charge => charge.Text("operation")).ShouldBe(["embedding", "embedding"]);
        charges.ShouldAllBe(charge => charge.Ticks() == 6 * 200);
    }

    [Fact]
    public async Task A_single_text_gets_the_model_s_own_length_and_nobody_moderates_it()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var answer = await simulator.AskAsync("openai", Path, """{"model":"text-embedding-3-large","input":"gore"}""");

        Entry(answer, 0).GetArrayLength().ShouldBe(3072);
        (await simulator.ChargesAsync()).ShouldHaveSingleItem().Text("state").ShouldBe("done");
    }

    [Theory]
    [InlineData("""{"input":"a"}""", 400)]
    [InlineData("""{"model":"text-embedding-4","input":"a"}""", 404)]
    [InlineData("""{"model":"text-embedding-3-small"}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":[]}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":["a",""]}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":[[1,2]]}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":"a","dimensions":0}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":"a","dimensions":1537}""", 400)]
    [InlineData("""{"model":"text-embedding-ada-002","input":"a","dimensions":64}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":"a","encoding_format":"hex"}""", 400)]
    public async Task A_wrong_order_is_refused(string body, int status)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        (await simulator.FailAsync("openai", Path, body, status)).Text("type").ShouldBe("invalid_request_error");
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_texts_or_tokens_than_one_request_may_hold_are_refused()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var many = JsonSerializer.Serialize(Enumerable.Repeat("a", 2049));
        var long32 = JsonSerializer.Serialize(new[] { new string('a', (8192 * 4) + 1) });
        var together = JsonSerializer.Serialize(Enumerable.Repeat(new string('a', 8000 * 4), 38));

        await simulator.FailAsync("openai", Path, $$"""{"model":"text-embedding-3-small","input":{{many}} }""", 400);
        await simulator.FailAsync("openai", Path, $$"""{"model":"text-embedding-3-small","input":{{long32}} }""", 400);
        (await simulator.FailAsync("openai", Path, $$"""{"model":"text-embedding-3-small","input":{{together}} }""", 400))
            .Text("code").ShouldBe("max_tokens_per_request");
    }

    private static JsonElement Entry(JsonElement answer, int index)
    {
        var entry = answer.GetProperty("data")[index];
        entry.GetProperty("index").GetInt32().ShouldBe(index);
        return entry.GetProperty("embedding");
    }
}

using System.Text.Json;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Gemini;

public sealed class GeminiEmbeddingTests
{
    private static readonly EmbeddingRequest Request = new("gemini-embedding-001", ["a boat", "a ship"]) { Dimensions = 2 };

    [Fact]
    public async Task Vectors_come_in_order_and_at_length_1()
    {
        await using var server = await TestServer.StartAsync(200, """{"embeddings":[{"values":[3,4]},{"values":[0,-0.5]}],"usageMetadata":{"promptTokenCount":6}}""");

        var reply = await SubmitAsync(server, Request);

        reply.Vectors[0].ToArray().ShouldBe([0.6f, 0.8f]);
        reply.Vectors[1].ToArray().ShouldBe([0f, -1f]);
        reply.InputTokens.ShouldBe(6);
        reply.ChargedTicks.ShouldBeNull();
        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/v1beta/models/gemini-embedding-001:batchEmbedContents");
        var second = JsonElement.Parse(seen.Body).GetProperty("requests")[1];
        second.GetProperty("model").GetString().ShouldBe("models/gemini-embedding-001");
        second.GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString().ShouldBe("a ship");
        second.GetProperty("outputDimensionality").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_batch_of_long_vectors_is_read_although_it_is_megabytes()
    {
        var vector = string.Join(",\n", Enumerable.Range(1, 3072).Select(number => $"        -0.0{number:0000}123456789"));
        await using var server = await TestServer.StartAsync(
            200, $$"""{"embeddings":[{{string.Join(',', Enumerable.Repeat($$"""{"values":[{{vector}}]}""", 100))}}]}""");

        var reply = await SubmitAsync(server, new EmbeddingRequest("gemini-embedding-001", [.. Enumerable.Range(1, 100).Select(number => $"text {number}")]));

        reply.Vectors.Count.ShouldBe(100);
        reply.Vectors[99].Length.ShouldBe(3072);
        reply.InputTokens.ShouldBe(0);
    }

    [Theory]
    [InlineData("{}", "the reply holds no vectors")]
    [InlineData("""{"embeddings":[{"values":[1,0]}]}""", "1 vectors came for 2 texts")]
    [InlineData("""{"embeddings":[{"values":[1,0]},{"values":[1]}]}""", "of another length")]
    [InlineData("""{"embeddings":[{"values":[1,0]},{"values":[0,0]}]}""", "zero")]
    [InlineData("""{"embeddings":[{"values":[1,0]},{"values":["a",1]}]}""", "a vector is empty")]
    [InlineData("""{"embeddings":[{"values":[1,0]},{}]}""", "a vector is empty")]
    public async Task A_reply_that_is_not_whole_may_have_cost_money(string json, string message)
    {
        await using var server = await TestServer.StartAsync(200, json);

        var failure = await Rig.FailureOfAsync(SubmitAsync(server, Request));

        failure.Message.ShouldContain(message);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200);
        (EmbeddingRequest Request, string Message)[] cases =
        [
            (Request with { Texts = [] }, "texts: there are none"),
            (Request with { Texts = ["a", " "] }, "texts: one of them is empty"),
            (Request with { Texts = [.. Enumerable.Repeat("a", 101)] }, "texts: 101 is above 100"),
            (Request with { Dimensions = 0 }, "dimensions: 0"),
        ];
        foreach (var (request, message) in cases)
        {
            var failure = await Rig.FailureOfAsync(SubmitAsync(server, request));
            failure.NeverLeft.ShouldBeTrue();
            failure.Message.ShouldContain(message);
        }

        server.Seen.ShouldBeEmpty();
    }

    private static async Task<EmbeddingReply> SubmitAsync(TestServer server, EmbeddingRequest request)
    {
        using var provider = PaidProviders.Gemini(server.Url);
        return await provider.Embeddings.SubmitAsync(request);
    }
}

using System.Buffers.Binary;
using System.Text.Json;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.OpenAi;

public sealed class OpenAiEmbeddingTests
{
    [Fact]
    public async Task Vectors_come_in_the_order_of_the_texts_and_of_length_1()
    {
        await using var server = await TestServer.StartAsync(200, $$"""
            {"object":"list","data":[{"object":"embedding","index":1,"embedding":"{{Base64(0, 2)}}"},{"object":"embedding","index":0,"embedding":"{{Base64(3, -4)}}"}],
             "model":"text-embedding-3-small","usage":{"prompt_tokens":6,"total_tokens":6} }
            """);
        using var provider = OpenAiRig.OpenAi(server.Url);

        var reply = await provider.Embeddings.SubmitAsync();

        reply.Vectors.Select(vector => vector.ToArray()).ShouldBe([[0.6f, -0.8f], [0f, 1f]]);
        reply.InputTokens.ShouldBe(6);
        reply.ChargedTicks.ShouldBeNull();
        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/v1/embeddings");
        JsonElement.DeepEquals(
            JsonElement.Parse(seen.Body),
            JsonElement.Parse("""{"model":"text-embedding-3-small","input":["a red ball","a blue cube"],"encoding_format":"base64"}""")).ShouldBeTrue(seen.Body);
    }

    [Fact]
    public async Task Numbers_are_read_as_well_and_without_an_index_the_order_counts()
    {
        await using var server = await TestServer.StartAsync(200, """{"data":[{"embedding":[0.5,0]},{"embedding":[0,-1e-3]}]}""");
        using var provider = OpenAiRig.OpenAi(server.Url);

        var reply = await provider.Embeddings.SubmitAsync(OpenAiRig.Texts with { Dimensions = 2 });

        reply.Vectors.Select(vector => vector.ToArray()).ShouldBe([[1f, 0f], [0f, -1f]]);
        reply.InputTokens.ShouldBe(0);
        JsonElement.Parse(server.Seen.Single().Body).GetProperty("dimensions").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"embedding":[1,0]}]}""")]
    [InlineData("""{"data":[{"embedding":[1,0]},{"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"embedding":[1,0]},{"embedding":[0,0]}]}""")]
    [InlineData("""{"data":[{"embedding":[1,0]},{"embedding":[]}]}""")]
    [InlineData("""{"data":[{"embedding":[1,0]},{"embedding":["x",0]}]}""")]
    [InlineData("""{"data":[{"embedding":[1,0]},{"embedding":"AAA="}]}""")]
    [InlineData("""{"data":[{"embedding":[1,0]},{"embedding":"?"}]}""")]
    [InlineData("""{"data":[{"embedding":[1,0]},"x"]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":0,"embedding":[1,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":2,"embedding":[1,0]}]}""")]
    public async Task Vectors_that_cannot_be_used_may_have_cost_money(string json)
    {
        await using var server = await TestServer.StartAsync(200, json);
        using var provider = OpenAiRig.OpenAi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Embeddings.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Theory]
    [InlineData("text-embedding-3-small", 0, null, "texts: there are none")]
    [InlineData("text-embedding-3-small", 2049, null, "texts: 2049 were given; at most 2048")]
    [InlineData("text-embedding-3-small", 1, 0, "dimensions: 0 is below 1")]
    [InlineData("text-embedding-3-small", 1, 1537, "dimensions: 1537 is above 1536, the most of text-embedding-3-small")]
    [InlineData("text-embedding-ada-002", 1, 256, "dimensions: text-embedding-ada-002 takes none; its vectors have 1536")]
    public async Task A_request_that_cannot_be_right_is_not_sent(string model, int texts, int? dimensions, string message)
    {
        await using var server = await TestServer.StartAsync(200);
        using var provider = OpenAiRig.OpenAi(server.Url);
        var request = new EmbeddingRequest(model, [.. Enumerable.Repeat("a", texts)]) { Dimensions = dimensions };

        var failure = await Rig.FailureOfAsync(provider.Embeddings.SubmitAsync(request));

        failure.Message.ShouldBe(message);
        failure.NeverLeft.ShouldBeTrue();
        server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_empty_text_is_named_by_its_place()
    {
        await using var server = await TestServer.StartAsync(200);
        using var provider = OpenAiRig.OpenAi(server.Url);

        (await Rig.FailureOfAsync(provider.Embeddings.SubmitAsync(OpenAiRig.Texts with { Texts = ["a", ""] }))).Message.ShouldBe("texts: number 2 is empty");
    }

    private static string Base64(params float[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(float)];
        for (var place = 0; place < numbers.Length; place++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(place * sizeof(float)), numbers[place]);
        return Convert.ToBase64String(bytes);
    }
}

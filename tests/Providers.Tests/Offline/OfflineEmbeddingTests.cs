using System.Buffers.Binary;
using System.Security.Cryptography;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.Offline;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Providers.Tests.Offline;

public sealed class OfflineEmbeddingTests
{
    private readonly OfflineEmbeddingModel _model = new();

    [Fact]
    public void Vectors_are_the_same_on_every_machine_and_move_only_with_a_new_model_name()
    {
        string[] texts = ["Always back up before you upgrade!", "can’t wait, 10 days to go 🎉", "🙏🙏", "so am I", "ÀÉÎ straße 東京"];

        var bytes = texts.SelectMany(OfflineEmbeddingModel.Embed).SelectMany(BytesOf).ToArray();

        // Vectors are kept in projects. When this hash changes, the number in ModelName must rise, and thresholds and price go with it.
        $"{OfflineEmbeddingModel.ModelName} {Convert.ToHexStringLower(SHA256.HashData(bytes))}".ShouldBe("hashed-words-1 adfd0fa97bfd691e5a29f7ca0deabb379d51919d0d3395e853e2ab510b93bbee");
    }

    [Theory]
    [InlineData("Great point, thanks!")]
    [InlineData("so am I")]
    [InlineData("🙏")]
    [InlineData("!")]
    [InlineData("東京")]
    public void A_vector_has_length_1_whatever_the_text(string text)
    {
        var vector = OfflineEmbeddingModel.Embed(text);

        vector.Length.ShouldBe(OfflineEmbeddingModel.Dimensions);
        vector.Sum(value => (double)value * value).ShouldBe(1, 1e-5);
    }

    [Theory]
    [InlineData("What a gorgeous photo", "Beautiful picture!!", 0.95)]
    [InlineData("Their colours", "their COLOR", 0.95)]
    [InlineData("I was running", "she runs", 0.95)]
    [InlineData("ten cups", "10 cups", 0.95)]
    [InlineData("the kettel", "the kettle", 0.1)]
    public void Texts_of_the_same_concepts_lie_together(string left, string right, double least) => Cosine(left, right).ShouldBeGreaterThan(least);

    [Fact]
    public void Texts_of_other_concepts_lie_apart() => Cosine("The soup was cold", "Compile times doubled").ShouldBeLessThan(0.2);

    [Fact]
    public async Task A_submit_gives_a_vector_a_text_in_order_and_costs_nothing()
    {
        var reply = await SubmitAsync(new EmbeddingRequest(OfflineEmbeddingModel.ModelName, ["one cup", "two cups"]));

        reply.Vectors.Select(vector => vector.ToArray()).ShouldBe([OfflineEmbeddingModel.Embed("one cup"), OfflineEmbeddingModel.Embed("two cups")]);
        reply.ChargedTicks.ShouldBe(0);
    }

    [Fact]
    public async Task What_it_cannot_do_is_refused_without_money_spent()
    {
        EmbeddingRequest[] requests =
        [
            new("ada", ["x"]),
            new(OfflineEmbeddingModel.ModelName, []),
            new(OfflineEmbeddingModel.ModelName, [.. Enumerable.Repeat("x", _model.TextsMax + 1)]),
            new(OfflineEmbeddingModel.ModelName, ["x", " "]),
            new(OfflineEmbeddingModel.ModelName, ["x"]) { Dimensions = 3 },
        ];
        foreach (var request in requests)
        {
            var failure = (await Should.ThrowAsync<ProviderException>(SubmitAsync(request))).Failure;
            failure.Code.ShouldBe(ProviderErrorCode.InvalidRequest);
            failure.MoneySpent.ShouldBe(MoneySpent.No);
            failure.NeverLeft.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Money_held_for_another_provider_is_refused()
    {
        var submit = Reserved.RunAsync(
            "xai", reservation => _model.SubmitAsync(new EmbeddingRequest(OfflineEmbeddingModel.ModelName, ["x"]), reservation, default));

        (await Should.ThrowAsync<ProviderException>(submit)).Failure.Code.ShouldBe(ProviderErrorCode.ReservationMismatch);
    }

    [Fact]
    public void It_is_in_every_set_of_providers_without_a_key()
    {
        using var providers = new ProviderSet([], new ManualTimeProvider(), new Random(1), NullLoggerFactory.Instance);

        providers.Embeddings[OfflineProvider.Id].ShouldBeOfType<OfflineEmbeddingModel>();
    }

    private Task<EmbeddingReply> SubmitAsync(EmbeddingRequest request) =>
        Reserved.RunAsync(OfflineProvider.Id, reservation => _model.SubmitAsync(request, reservation, default));

    private static double Cosine(string left, string right) =>
        OfflineEmbeddingModel.Embed(left).Zip(OfflineEmbeddingModel.Embed(right), (one, other) => (double)one * other).Sum();

    private static byte[] BytesOf(float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }
}

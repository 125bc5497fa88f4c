using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Offline;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.Tests.Comments.Deduplication;

public sealed class ChosenEmbedderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly EmbedderId Small = new("openai", "small");
    private readonly DeduplicationThresholds _fitted = DeduplicationThresholds.BuiltIn.With(new FittedThreshold("openai", "small", 0.8, "h"));
    private readonly Dictionary<string, IEmbeddingModel> _available = new() { [OfflineProvider.Id] = new OfflineEmbeddingModel() };

    [Fact]
    public void Without_a_key_the_offline_one_serves_and_the_degradation_says_so()
    {
        var chosen = ChosenEmbedder.Choose(Small, _available, _fitted, Now);

        chosen.Id.ShouldBe(EmbedderId.Offline);
        chosen.Model.ShouldBeOfType<OfflineEmbeddingModel>();
        chosen.Degradation!.Kind.ShouldBe("offline-embedder");
        chosen.Degradation.Why.ShouldContain("No key is set for the provider 'openai'");
        chosen.Degradation.Since.ShouldBe(Now);
    }

    [Fact]
    public void With_a_key_and_a_threshold_the_wished_one_serves_and_nothing_is_lacking()
    {
        _available["openai"] = new OtherModel();

        var chosen = ChosenEmbedder.Choose(Small, _available, _fitted, Now);

        chosen.Id.ShouldBe(Small);
        chosen.Model.ShouldBeOfType<OtherModel>();
        chosen.Degradation.ShouldBeNull();
    }

    [Fact]
    public void Without_a_fitted_threshold_the_wished_one_cannot_serve()
    {
        _available["openai"] = new OtherModel();

        ChosenEmbedder.Choose(Small, _available, DeduplicationThresholds.BuiltIn, Now).Degradation!.Why.ShouldContain("No threshold is fitted for openai/small");
    }

    [Fact]
    public void The_offline_one_on_purpose_is_no_degradation()
    {
        ChosenEmbedder.Choose(null, _available, _fitted, Now).Degradation.ShouldBeNull();
        ChosenEmbedder.Choose(EmbedderId.Offline, _available, _fitted, Now).Degradation.ShouldBeNull();
    }

    private sealed class OtherModel : IEmbeddingModel
    {
        public string ProviderId => "openai";

        public ProviderClass Class => ProviderClass.N;

        public IReadOnlyList<string> Models => [];

        public int TextsMax => 1;

        public Task<EmbeddingReply> SubmitAsync(EmbeddingRequest request, Reservation reservation, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Choosing asks nothing.");
    }
}

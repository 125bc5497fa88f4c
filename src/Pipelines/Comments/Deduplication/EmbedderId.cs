using FunctionsPipeline.Providers.Offline;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication;

/// <summary>Who made a vector. Vectors of different embedders cannot be compared, and each embedder has a threshold of its own.</summary>
/// <param name="ProviderId">Provider.</param>
/// <param name="Model">Model as the provider writes it.</param>
public readonly record struct EmbedderId(string ProviderId, string Model)
{
    /// <summary>The one that needs no key.</summary>
    public static EmbedderId Offline { get; } = new(OfflineProvider.Id, OfflineEmbeddingModel.ModelName);

    /// <summary><c>provider/model</c>.</summary>
    public override string ToString() => $"{ProviderId}/{Model}";
}

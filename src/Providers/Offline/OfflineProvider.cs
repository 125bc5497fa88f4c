namespace FunctionsPipeline.Providers.Offline;

/// <summary>What this program can do by itself: no key, no network, no cost. It is in every <see cref="ProviderSet"/>.</summary>
public sealed class OfflineProvider : IProvider
{
    /// <summary>Id in specs, in the ledger and in messages.</summary>
    public const string Id = "offline";

    /// <inheritdoc/>
    public IEmbeddingModel Embeddings { get; } = new OfflineEmbeddingModel();

    /// <summary>Holds nothing.</summary>
    public void Dispose()
    {
    }
}

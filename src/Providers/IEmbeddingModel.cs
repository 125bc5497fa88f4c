using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers;

/// <summary>Turns texts into vectors whose angle tells how near their meanings are. Safe for several threads.</summary>
public interface IEmbeddingModel
{
    /// <summary>Id of the provider.</summary>
    string ProviderId { get; }

    /// <summary>What the provider offers against paying twice.</summary>
    ProviderClass Class { get; }

    /// <summary>The models it is known to have; empty when any name may be right, as at a server of one's own.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Most texts of one request.</summary>
    int TextsMax { get; }

    /// <summary>Sends the paid request, once, and waits for the vectors.</summary>
    /// <exception cref="ProviderException">Not accepted, or unsure: <see cref="ProviderFailure.MoneySpent"/> tells which.</exception>
    Task<EmbeddingReply> SubmitAsync(EmbeddingRequest request, Reservation reservation, CancellationToken cancellationToken);
}

/// <summary>Texts to be embedded.</summary>
/// <param name="Model">Model name as the provider writes it.</param>
/// <param name="Texts">At least one, none of them empty.</param>
public sealed record EmbeddingRequest(string Model, IReadOnlyList<string> Texts)
{
    /// <summary>Length of the vectors, for models that offer a choice; null leaves it to the model.</summary>
    public int? Dimensions { get; init; }
}

/// <summary>Vectors.</summary>
/// <param name="Vectors">One a text, in its order, each of length 1 and of the same number of dimensions.</param>
/// <param name="InputTokens">Tokens read; 0 when the provider does not say.</param>
/// <param name="ChargedTicks">Cost, ticks of 1e-10 USD; null when the provider does not say.</param>
public sealed record EmbeddingReply(IReadOnlyList<ReadOnlyMemory<float>> Vectors, long InputTokens, long? ChargedTicks);

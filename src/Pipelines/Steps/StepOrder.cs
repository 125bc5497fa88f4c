using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>A paid step as its pipeline orders it: what the result depends on, what it may cost, and how the provider is asked.</summary>
internal sealed record StepOrder<TReply>
{
    /// <summary>Provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Model as the provider writes it.</summary>
    public required string Model { get; init; }

    /// <summary>Kind of call, as the limits name it: <c>chat</c>, <c>image</c>, <c>embedding</c>, <c>search</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>What the provider offers against paying twice.</summary>
    public required ProviderClass Class { get; init; }

    /// <summary>All that the result depends on: provider, model, parameters, texts, hashes of pictures.</summary>
    public required IReadOnlyList<StepInput> Inputs { get; init; }

    /// <summary>The text as sent, by whose hash a person matches a bill.</summary>
    public required string Prompt { get; init; }

    /// <summary>Highest possible price, ticks; null when no price is known, which is refused.</summary>
    public required long? WorstTicks { get; init; }

    /// <summary>What a call costs that was accepted and failed, ticks.</summary>
    public long FailedTicks { get; init; }

    /// <summary>Sends the paid request, once. A queue gives an id and no reply.</summary>
    public required Func<Reservation, CancellationToken, Task<SentStep<TReply>>> SendAsync { get; init; }

    /// <summary>Looks for a request whose sender died; null for a provider that cannot be asked.</summary>
    public StepLookUp? LookUp { get; init; }

    /// <summary>Asks for the reply: null while it is not ready. Null for a provider that answers at once and keeps nothing.</summary>
    public Func<string, CancellationToken, Task<PricedReply<TReply>?>>? FetchAsync { get; init; }

    /// <summary>Puts what belongs to a reply beside it, under fixed names, and gives what is to be kept of the reply and the paths.</summary>
    public Func<TReply, string, CancellationToken, Task<(TReply Kept, IReadOnlyList<string> Files)>>? PutFilesAsync { get; init; }
}

/// <summary>What a send gave.</summary>
/// <param name="RequestId">The provider's id; of our own making where it gives none.</param>
/// <param name="Reply">The reply; null when it has to be fetched.</param>
internal sealed record SentStep<TReply>(string RequestId, PricedReply<TReply>? Reply);

/// <summary>A reply and what it cost, ticks.</summary>
internal sealed record PricedReply<TReply>(TReply Reply, long ChargedTicks);

/// <summary>A reply as it is kept: from then on it is what the step gave, whatever happens to the process.</summary>
/// <param name="Round">Round of the run that paid for it.</param>
/// <param name="RequestId">The provider's id.</param>
/// <param name="ChargedTicks">What it cost.</param>
/// <param name="Files">Paths of blobs that belong to it.</param>
/// <param name="Reply">The reply.</param>
internal sealed record KeptReply<TReply>(int Round, string RequestId, long ChargedTicks, IReadOnlyList<string> Files, TReply Reply);

namespace FunctionsPipeline.State.Ledger;

/// <summary>
/// The right to send one paid call. Only the ledger makes one, after the worst price is held against every cap, and every
/// provider's submit takes one as an argument: spending without a reservation does not compile.
/// </summary>
public sealed class Reservation
{
    internal Reservation(string callId, string provider, string idempotencyKey, long worstTicks)
    {
        CallId = callId;
        Provider = provider;
        IdempotencyKey = idempotencyKey;
        WorstTicks = worstTicks;
    }

    /// <summary>Id of the ledger row.</summary>
    public string CallId { get; }

    /// <summary>The provider the money is held for; a submit to another is refused.</summary>
    public string Provider { get; }

    /// <summary>Key for providers of class K: the same for every attempt of this call.</summary>
    public string IdempotencyKey { get; }

    /// <summary>What is held, ticks of 1e-10 USD.</summary>
    public long WorstTicks { get; }
}

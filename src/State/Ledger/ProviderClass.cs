namespace FunctionsPipeline.State.Ledger;

/// <summary>What a provider offers against paying twice. Declared per adapter; decides what happens after an unsure submit.</summary>
public enum ProviderClass
{
    /// <summary>Takes an idempotency key: the same key is sent again.</summary>
    K,

    /// <summary>Can list requests: look up first, send again only when it is not there.</summary>
    L,

    /// <summary>Neither: the row becomes <see cref="PaidCallState.Unknown"/> and is never sent again by itself.</summary>
    N,
}

/// <summary>Where a paid call stands. The row decides after a crash, never the orchestrator's history.</summary>
public enum PaidCallState
{
    /// <summary>Money is held, nothing is sent. Safe to submit.</summary>
    Reserved,

    /// <summary>The submit may be on the wire; the lease says whose.</summary>
    Submitting,

    /// <summary>The provider gave a request id.</summary>
    Accepted,

    /// <summary>The end is known and paid: <c>ChargedTicks</c> may be 0.</summary>
    Settled,

    /// <summary>The call ended without a result: refused, or accepted and failed. <c>ChargedTicks</c> says what it cost.</summary>
    Failed,

    /// <summary>Nobody can tell whether it was accepted or charged. Holds its reservation until resolved.</summary>
    Unknown,
}

namespace FunctionsPipeline.State.Ledger;

/// <summary>A paid call as reports and <c>ledger.jsonl</c> show it. Ticks are 1e-10 USD.</summary>
public sealed record LedgerEntry
{
    /// <summary>Id: project, run, item, step, repeat, retry and input, with slashes.</summary>
    public required string CallId { get; init; }

    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>Item of the run.</summary>
    public required string ItemId { get; init; }

    /// <summary>Step of the item's recipe.</summary>
    public required string Step { get; init; }

    /// <summary>Repeat index.</summary>
    public required int Repeat { get; init; }

    /// <summary>Number of the paid attempt, from 0.</summary>
    public required int Retry { get; init; }

    /// <summary>Provider id.</summary>
    public required string Provider { get; init; }

    /// <summary>Model as the provider writes it; null when not said.</summary>
    public string? Model { get; init; }

    /// <summary>What the provider offers against paying twice.</summary>
    public required ProviderClass Class { get; init; }

    /// <summary>Where the call stands.</summary>
    public required PaidCallState State { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the UTF-8 prompt as sent.</summary>
    public required string PromptHash { get; init; }

    /// <summary>Hash of the real input.</summary>
    public required string InputHash { get; init; }

    /// <summary>The provider's id; null before it accepted.</summary>
    public string? RequestId { get; init; }

    /// <summary>What was held for it, ticks.</summary>
    public required long WorstTicks { get; init; }

    /// <summary>What it cost, ticks; null while it is open.</summary>
    public long? ChargedTicks { get; init; }

    /// <summary>Sends begun.</summary>
    public required int Attempts { get; init; }

    /// <summary>Stable code of the last trouble, or null.</summary>
    public string? Code { get; init; }

    /// <summary>The last trouble in words, or null.</summary>
    public string? Message { get; init; }

    /// <summary>When the money was held.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the row last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Sums over the paid calls of a run, ticks of 1e-10 USD.</summary>
/// <param name="HeldTicks">Held for calls that have not ended, unknown ones included.</param>
/// <param name="SpentTicks">Charged.</param>
/// <param name="UnknownCount">Calls that nobody can tell about until <c>ledger resolve</c>.</param>
public sealed record LedgerTotals(long HeldTicks, long SpentTicks, int UnknownCount);

/// <summary>Where a cap stands.</summary>
/// <param name="Scope">What it counts.</param>
/// <param name="HeldTicks">Held, ticks.</param>
/// <param name="SpentTicks">Charged, ticks.</param>
/// <param name="UnknownCount">Calls of state unknown among them.</param>
/// <param name="LimitTicks">The limit last used, ticks; null when it only counts.</param>
public sealed record CapStatus(string Scope, long HeldTicks, long SpentTicks, int UnknownCount, long? LimitTicks);

/// <summary>What a person found out about an unknown call.</summary>
public abstract record LedgerResolution
{
    private LedgerResolution() { }

    /// <summary>The provider's bill shows it.</summary>
    /// <param name="Ticks">The price, ticks.</param>
    /// <param name="RequestId">The provider's id, when the bill tells it.</param>
    public sealed record Charged(long Ticks, string? RequestId = null) : LedgerResolution;

    /// <summary>The provider's bill does not show it.</summary>
    public sealed record NotCharged : LedgerResolution;
}

/// <summary>A ledger write does not fit the state of the call. Nothing was changed.</summary>
public sealed class LedgerStateException(string callId, PaidCallState? state, string why)
    : Exception($"Paid call '{callId}' {(state is null ? "is not in the ledger" : $"is {state.Value.ToString().ToLowerInvariant()}")}: {why}")
{
    /// <summary>The call.</summary>
    public string CallId { get; } = callId;

    /// <summary>Its state; null when there is no such call.</summary>
    public PaidCallState? State { get; } = state;
}

namespace FunctionsPipeline.State.Ledger;

/// <summary>What is to be bought, before anything is sent. Run, item, step, repeat, retry and input hash make the identity.</summary>
public sealed record PaidCallIntent
{
    /// <summary>Project whose caps apply; also the ledger's partition.</summary>
    public required string Project { get; init; }

    /// <summary>Run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Item of the run.</summary>
    public required string ItemId { get; init; }

    /// <summary>Step of the item's recipe, for example <c>generate</c>.</summary>
    public required string Step { get; init; }

    /// <summary>Repeat index: repeats are real repeats, so it is part of the identity.</summary>
    public int Repeat { get; init; }

    /// <summary>Number of the paid attempt, from 0: a call that ended without a result is followed by one with the next number.</summary>
    public int Retry { get; init; }

    /// <summary>Hash of the real input.</summary>
    public required string InputHash { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the UTF-8 prompt as sent; lets a person match a bill.</summary>
    public required string PromptHash { get; init; }

    /// <summary>Provider id, for example <c>xai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Model as the provider writes it; not part of the identity. Null when not said.</summary>
    public string? Model { get; init; }

    /// <summary>The provider's class.</summary>
    public required ProviderClass Class { get; init; }

    /// <summary>Highest possible price, ticks; null when no price is known, which is refused.</summary>
    public required long? WorstTicks { get; init; }

    /// <summary>Every cap that applies. All must hold.</summary>
    public required IReadOnlyList<BudgetCap> Caps { get; init; }

    /// <summary>Id of its ledger row: the same for the same intent.</summary>
    public string CallId => LedgerKeys.CallId(this);
}

/// <summary>A limit on spending. Held money counts as spent.</summary>
/// <param name="Scope">What it counts, for example <c>run:20261121-095538-7f3a2c</c>, <c>day:2026-11-21</c>, <c>project</c>, <c>provider:xai</c>.</param>
/// <param name="LimitTicks">The limit, ticks; null counts without limiting.</param>
public sealed record BudgetCap(string Scope, long? LimitTicks);

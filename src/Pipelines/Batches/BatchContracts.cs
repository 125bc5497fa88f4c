using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>What the orchestrators of every batch have to know. Fixed when the run is planned; a resume keeps it.</summary>
public abstract record BatchSettings
{
    /// <summary>Project whose caps and ledger apply.</summary>
    public required string Project { get; init; }

    /// <summary>Shortest delay before an item starts, seconds.</summary>
    public double JitterMinSeconds { get; init; }

    /// <summary>Longest delay before an item starts, seconds.</summary>
    public double JitterMaxSeconds { get; init; }

    /// <summary>Submits of one paid attempt that may be turned away (429, connection refused) before the call fails. At least 1.</summary>
    public int SubmitAttemptsMax { get; init; } = 8;

    /// <summary>Submits allowed in a minute instead of the provider's data file; null keeps the file's limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Chunks under way at once; follows from the run's concurrency and size when the run is made.</summary>
    public int ChunksInFlight { get; init; } = 1;

    /// <summary>Items under way at once in each chunk; follows likewise.</summary>
    public int ItemsInFlightPerChunk { get; init; } = 1;

    /// <summary>Seed of every draw of the run.</summary>
    public required int Seed { get; init; }

    /// <summary>The run that this one is a fork of; null for a run of its own.</summary>
    public ForkTerms? Fork { get; init; }

    /// <summary>Every cap that applies to the run's paid calls.</summary>
    public required IReadOnlyList<BudgetCap> Caps { get; init; }
}

/// <summary>What a forked run takes over.</summary>
/// <param name="RunId">The source: a step with the same inputs is taken from there and not paid again.</param>
/// <param name="StepsAnew">Steps that are done anew whatever their inputs are.</param>
public sealed record ForkTerms(string RunId, IReadOnlyList<string> StepsAnew);

/// <summary>Input of a run. A round is the first pass or a later <c>retry</c>.</summary>
/// <param name="StopReason">Why no further chunk may start, carried over a continue-as-new; null while all is well.</param>
public sealed record RunInput<TSettings>(
    string RunId, int Round, int ChunkCount, TSettings Settings, int NextChunk = 0, string? StopReason = null)
    where TSettings : BatchSettings;

/// <summary>What a run came to.</summary>
public sealed record RunOutcome(RunStatus Status);

/// <summary>Input of a chunk: at most <see cref="BatchLimits.ChunkItemsMax"/> items.</summary>
public sealed record ChunkInput<TSettings>(string RunId, int Round, int Chunk, TSettings Settings)
    where TSettings : BatchSettings;

/// <summary>What a chunk came to.</summary>
/// <param name="StopReason">Set when no further chunk may start: a cap was reached, the key was refused, the run was cancelled.</param>
public sealed record ChunkOutcome(int Ended, string? StopReason);

/// <summary>One line of a chunk: enough to start its item.</summary>
/// <param name="Index">Position in the plan.</param>
/// <param name="ItemId">Id in files and messages.</param>
/// <param name="PaidAttempt">Number of the next paid attempt: earlier ones that ended without a clip count.</param>
public sealed record ChunkItem(int Index, string ItemId, int PaidAttempt);

/// <summary>The items of a chunk.</summary>
public sealed record ChunkItems(IReadOnlyList<ChunkItem> Items);

/// <summary>Input of an item and of each of its activities.</summary>
public sealed record ItemInput<TSettings>(string RunId, int Round, int Chunk, ChunkItem Item, TSettings Settings)
    where TSettings : BatchSettings;

/// <summary>What an item came to.</summary>
/// <param name="StopReason">As in <see cref="ChunkOutcome"/>.</param>
public sealed record ItemOutcome(string ItemId, ItemStatus Status, string? StopReason);

/// <summary>End of a round.</summary>
public sealed record RunEnding<TSettings>(string RunId, int Round, TSettings Settings, string? StopReason)
    where TSettings : BatchSettings;

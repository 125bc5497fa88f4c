using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>What the orchestrators of a run have to know. Fixed when the run is planned; a resume keeps it.</summary>
public sealed record VideoBatchSettings
{
    /// <summary>Project whose caps and ledger apply.</summary>
    public required string Project { get; init; }

    /// <summary>Provider id: <c>xai</c> or <c>fal</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's model id.</summary>
    public required string Model { get; init; }

    /// <summary>Length asked for, seconds.</summary>
    public required int DurationSeconds { get; init; }

    /// <summary>For example <c>480p</c>; null for models that know none.</summary>
    public string? Resolution { get; init; }

    /// <summary>For example <c>16:9</c>; null for models that know none.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Shortest delay before an item starts, seconds.</summary>
    public required double JitterMinSeconds { get; init; }

    /// <summary>Longest delay before an item starts, seconds.</summary>
    public required double JitterMaxSeconds { get; init; }

    /// <summary>How long an accepted generation may take, seconds.</summary>
    public required int GenerationTimeoutSeconds { get; init; }

    /// <summary>Paid attempts an item may make when the provider fails after accepting. At least 1.</summary>
    public required int PaidAttemptsMax { get; init; }

    /// <summary>Submits of one paid attempt that may be turned away (429, connection refused) before the item fails. At least 1.</summary>
    public required int SubmitAttemptsMax { get; init; }

    /// <summary>Submits allowed in a minute instead of the provider's data file; null keeps the file's limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Chunks under way at once.</summary>
    public required int ChunksInFlight { get; init; }

    /// <summary>Items under way at once in each chunk.</summary>
    public required int ItemsInFlightPerChunk { get; init; }

    /// <summary>Seed of every draw of the run.</summary>
    public required int Seed { get; init; }

    /// <summary>Every cap that applies to the run's paid calls.</summary>
    public required IReadOnlyList<BudgetCap> Caps { get; init; }
}

/// <summary>Input of a run. A round is the first pass or a later <c>retry</c>.</summary>
/// <param name="StopReason">Why no further chunk may start, carried over a continue-as-new; null while all is well.</param>
public sealed record RunInput(
    string RunId, int Round, int ChunkCount, VideoBatchSettings Settings, int NextChunk = 0, string? StopReason = null);

/// <summary>What a run came to.</summary>
public sealed record RunOutcome(RunStatus Status);

/// <summary>Input of a chunk: at most <see cref="VideoBatchLimits.ChunkItemsMax"/> items.</summary>
public sealed record ChunkInput(string RunId, int Round, int Chunk, VideoBatchSettings Settings);

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
public sealed record ItemInput(string RunId, int Round, int Chunk, ChunkItem Item, VideoBatchSettings Settings);

/// <summary>What an item came to.</summary>
/// <param name="StopReason">As in <see cref="ChunkOutcome"/>.</param>
public sealed record ItemOutcome(string ItemId, ItemStatus Status, string? StopReason);

/// <summary>Input of one submit.</summary>
/// <param name="PaidAttempt">Part of the paid call's identity.</param>
/// <param name="Place">The place in the governor's queue that an earlier answer gave; null at first.</param>
public sealed record SubmitInput(ItemInput Item, int PaidAttempt, SlotGrant? Place);

/// <summary>What a submit came to.</summary>
public enum SubmitOutcome
{
    /// <summary>The provider has it.</summary>
    Accepted,

    /// <summary>Not sent yet: wait and ask again.</summary>
    Wait,

    /// <summary>Sent and provably not accepted, worth another try.</summary>
    TurnedAway,

    /// <summary>Not accepted for good.</summary>
    Refused,

    /// <summary>Nobody can tell whether it was accepted; the ledger row is unknown.</summary>
    Unknown,

    /// <summary>The call of this number has ended already without a clip; the next paid attempt is needed.</summary>
    Spent,

    /// <summary>A cap stops it.</summary>
    BudgetStopped,

    /// <summary>The run was cancelled.</summary>
    Cancelled,
}

/// <summary>Answer of the submit activity.</summary>
/// <param name="WaitSeconds">For <see cref="SubmitOutcome.Wait"/> and <see cref="SubmitOutcome.TurnedAway"/>: at least this long.</param>
/// <param name="Place">For <see cref="SubmitOutcome.Wait"/>: keeps the place in the governor's queue.</param>
public sealed record SubmitAnswer(
    SubmitOutcome Outcome, string? CallId = null, string? RequestId = null, double WaitSeconds = 0, ItemError? Error = null,
    string? StopReason = null, SlotGrant? Place = null);

/// <summary>Input of a poll, of the download and of giving up.</summary>
public sealed record GenerationInput(ItemInput Item, string CallId, string RequestId);

/// <summary>How a generation stands.</summary>
public enum GenerationState
{
    /// <summary>Under way, or the provider could not be asked just now.</summary>
    Pending,

    /// <summary>Done and paid; the clip can be fetched.</summary>
    Done,

    /// <summary>Ended without a clip.</summary>
    Failed,

    /// <summary>The provider no longer tells; the ledger row is unknown.</summary>
    Unknown,
}

/// <summary>Answer of a poll. The ledger is settled before it is given.</summary>
public sealed record GenerationAnswer(GenerationState State, ItemError? Error = null);

/// <summary>A clip in the run's folder.</summary>
public sealed record ClipFile(string Path, long LengthBytes, string Sha256, double? DurationSeconds);

/// <summary>Answer to "is the analysis there?".</summary>
public sealed record FrameResultAnswer(bool IsDone, ItemError? Error = null);

/// <summary>How an item ended, to be written down.</summary>
public sealed record ItemEnding(
    ItemInput Item, ItemStatus Status, string Stage, int PaidAttempt, ClipFile? Clip, ItemError? Error, string? StopReason);

/// <summary>End of a round.</summary>
public sealed record RunEnding(string RunId, int Round, VideoBatchSettings Settings, string? StopReason);

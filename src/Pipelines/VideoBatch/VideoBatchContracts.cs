using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>What the orchestrators of a run have to know. Fixed when the run is planned; a resume keeps it.</summary>
public sealed record VideoBatchSettings : BatchSettings
{
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

    /// <summary>How long an accepted generation may take, seconds.</summary>
    public required int GenerationTimeoutSeconds { get; init; }

    /// <summary>Paid attempts an item may make when the provider fails after accepting. At least 1.</summary>
    public required int PaidAttemptsMax { get; init; }

    /// <summary>What is made ready to be posted; null for nothing.</summary>
    public PostTerms? Post { get; init; }
}

/// <summary>Input of one submit.</summary>
/// <param name="PaidAttempt">Part of the paid call's identity.</param>
/// <param name="Place">The place in the governor's queue that an earlier answer gave; null at first.</param>
public sealed record SubmitInput(ItemInput<VideoBatchSettings> Item, int PaidAttempt, SlotGrant? Place);

/// <summary>Input of a poll, of the download and of giving up.</summary>
public sealed record GenerationInput(ItemInput<VideoBatchSettings> Item, string CallId, string RequestId);

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
    ItemInput<VideoBatchSettings> Item, ItemStatus Status, string Stage, int PaidAttempt, ClipFile? Clip, ItemError? Error, string? StopReason);

namespace FunctionsPipeline.State.Runs;

/// <summary>One unit of a run's fan-out, as stored and shown. At most about 32,000 characters as JSON: content belongs into blobs.</summary>
public sealed record ItemRecord
{
    /// <summary>Run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Id, unique in its run, safe in paths.</summary>
    public required string ItemId { get; init; }

    /// <summary>Place in the run, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Where the item stands.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>The stage that failed; null when none did.</summary>
    public string? FailedStage { get; init; }

    /// <summary>Why it did not succeed; null when it did.</summary>
    public ItemError? Error { get; init; }

    /// <summary>Paid attempts so far.</summary>
    public int Attempts { get; init; }

    /// <summary>Number of the next paid attempt: a call that ended without a result is not sent again under its number.</summary>
    public int NextPaidAttempt { get; init; }

    /// <summary>What fell back to something lesser.</summary>
    public IReadOnlyList<Degradation> Degradations { get; init; } = [];

    /// <summary>What the pipeline itself keeps about the item, as JSON; null before it ends.</summary>
    public string? ResultJson { get; init; }

    /// <summary>When the record last changed; the store sets it.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Why an item did not succeed.</summary>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Message">What failed, and whether money was spent.</param>
/// <param name="Hint">What to do next; null when there is nothing to do.</param>
/// <param name="Retryable">Whether a retry may help.</param>
public sealed record ItemError(string Code, string Message, string? Hint, bool Retryable);

/// <summary>Where an item stands. All but the first are ends.</summary>
public enum ItemStatus
{
    /// <summary>Not ended yet.</summary>
    Pending,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Ended without a result.</summary>
    Failed,

    /// <summary>Not started: a cap or a refused key stopped the run first.</summary>
    Skipped,

    /// <summary>Done, with a recorded fallback.</summary>
    Degraded,

    /// <summary>Nobody can tell whether its paid call was accepted or charged.</summary>
    Unknown,

    /// <summary>Ended by a person.</summary>
    Cancelled,
}

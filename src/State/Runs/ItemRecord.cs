using System.Text.Json;
using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.State.Runs;

/// <summary>One unit of a run's fan-out, as stored and shown. At most about 32,000 characters as JSON: content belongs into blobs.</summary>
public sealed record ItemRecord
{
    /// <summary>Run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Id, unique in its run.</summary>
    public required string ItemId { get; init; }

    /// <summary>Place in the run, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Where the item stands.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>The stage it is in or was last in.</summary>
    public string? Stage { get; init; }

    /// <summary>The stage that failed.</summary>
    public string? FailedStage { get; init; }

    /// <summary>Why it failed.</summary>
    public ItemError? Error { get; init; }

    /// <summary>Attempts at its current or last stage.</summary>
    public int Attempts { get; init; }

    /// <summary>How often a person retried it.</summary>
    public int Retry { get; init; }

    /// <summary>Its share when slots are scarce.</summary>
    public SlotPriority Priority { get; init; }

    /// <summary>Blob path of the result.</summary>
    public string? ResultPath { get; init; }

    /// <summary>Blob path of the clip.</summary>
    public string? ClipPath { get; init; }

    /// <summary>What its paid calls cost, ticks of 1e-10 USD.</summary>
    public long SpentTicks { get; init; }

    /// <summary>What fell back to something lesser.</summary>
    public IReadOnlyList<Degradation> Degradations { get; init; } = [];

    /// <summary>When the record last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What the pipeline itself keeps about the item; small.</summary>
    public JsonElement? Data { get; init; }
}

/// <summary>Why an item failed.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">What failed, and whether money was spent.</param>
/// <param name="Hint">What to do next.</param>
/// <param name="Retryable">Whether a retry may help.</param>
public sealed record ItemError(string Code, string Message, string? Hint, bool Retryable);

/// <summary>Where an item stands. All but the first two are ends.</summary>
public enum ItemStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Ended without a result.</summary>
    Failed,

    /// <summary>Left out on purpose.</summary>
    Skipped,

    /// <summary>Done, with a recorded fallback.</summary>
    Degraded,

    /// <summary>Nobody can tell whether its paid call was accepted.</summary>
    Unknown,

    /// <summary>Ended by a person.</summary>
    Cancelled,
}

using System.Text.Json;

namespace FunctionsPipeline.State.Runs;

/// <summary>One execution of a pipeline, as stored and shown. Ticks are 1e-10 USD.</summary>
public sealed record RunRecord
{
    /// <summary>Id, sortable by time.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Name of the pipeline, for example <c>video-batch</c>.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Project whose caps apply.</summary>
    public required string Project { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the record last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it came to its end; null while it has none.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Path of the specification as given, or its name when it came without a file.</summary>
    public string? Spec { get; init; }

    /// <summary>Hash of everything in the specification and its prompt file that decides the items: a resume compares it.</summary>
    public string? SpecFingerprint { get; init; }

    /// <summary>Provider id, for pipelines with one paid provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Items.</summary>
    public required int Total { get; init; }

    /// <summary>The cap on the run, ticks; null for none.</summary>
    public long? BudgetTicks { get; init; }

    /// <summary>What was expected before the run; null when nothing was forecast.</summary>
    public RunForecast? Forecast { get; init; }

    /// <summary>The options that the run was started with, as JSON; a resume keeps them.</summary>
    public JsonElement? Options { get; init; }

    /// <summary>What fell back to something lesser on the level of the run.</summary>
    public IReadOnlyList<Degradation> Degradations { get; init; } = [];
}

/// <summary>A range of cost and time, forecast before spending.</summary>
/// <param name="MedianTicks">Cost passed with a probability of one half, ticks.</param>
/// <param name="HighTicks">Cost passed with a probability of one in twenty, ticks.</param>
/// <param name="MedianSeconds">Time passed with a probability of one half.</param>
/// <param name="HighSeconds">Time passed with a probability of one in twenty.</param>
public sealed record RunForecast(long MedianTicks, long HighTicks, double MedianSeconds, double HighSeconds);

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Made, not begun.</summary>
    Planned,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Halted by a person; resumable.</summary>
    Suspended,

    /// <summary>Every item succeeded.</summary>
    Succeeded,

    /// <summary>Every item came to a result, some with a recorded fallback.</summary>
    Degraded,

    /// <summary>Finished, with failed or unknown items.</summary>
    Failed,

    /// <summary>A cap was reached; resumable after raising it.</summary>
    BudgetStopped,

    /// <summary>Ended by a person.</summary>
    Cancelled,

    /// <summary>The process ended in between; resumable.</summary>
    Interrupted,
}

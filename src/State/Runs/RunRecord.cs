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

    /// <summary>Provider id.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Where the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>True once a person asked for the end: no item submits any more.</summary>
    public bool IsCancelRequested { get; init; }

    /// <summary>True while a person holds the run: no item submits until it is resumed.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>1 for the first pass, counting up with every retry.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Chunks of the current round.</summary>
    public int ChunkCount { get; init; }

    /// <summary>Items.</summary>
    public required int Total { get; init; }

    /// <summary>Items under way at once.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Absolute path of the specification; empty when it came without a file.</summary>
    public string SpecPath { get; init; } = "";

    /// <summary>The run whose results this one may take over where the inputs are the same; null for a run of its own.</summary>
    public RunId? ForkedFrom { get; init; }

    /// <summary>The first step that a fork does anew whatever its inputs are; null when all that is the same is taken over.</summary>
    public string? RerunFrom { get; init; }

    /// <summary>Hash of the specification alone: tells a changed prompt file from another specification.</summary>
    public string SpecFingerprint { get; init; } = "";

    /// <summary>Hash of the specification and its prompts: the same command finds its unfinished run by it.</summary>
    public string InputFingerprint { get; init; } = "";

    /// <summary>True when the built-in simulator stands in for the provider; a resume starts it again.</summary>
    public bool UsesSimulator { get; init; }

    /// <summary>Seed of the run's draws.</summary>
    public int Seed { get; init; }

    /// <summary>Cost passed with a probability of one half, forecast before the run, ticks.</summary>
    public long ForecastTicks { get; init; }

    /// <summary>The cap on the run, ticks; null for none.</summary>
    public long? BudgetTicks { get; init; }

    /// <summary>The pipeline's settings as JSON, fixed when the run was planned; a resume keeps them.</summary>
    public string SettingsJson { get; init; } = "{}";

    /// <summary>When it was planned.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the record last changed; the store sets it.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When its current round ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>True when nothing more will happen by itself.</summary>
    public bool IsEnded => Status is not (RunStatus.Planned or RunStatus.Running);
}

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Planned and validated; nothing is paid yet.</summary>
    Planned,

    /// <summary>At work, or interrupted by a crash: resumable.</summary>
    Running,

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
}

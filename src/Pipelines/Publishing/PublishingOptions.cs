namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>How patiently things are published, and by whom.</summary>
public sealed record PublishingOptions
{
    /// <summary>Name of this process life. No two that live at the same time share one.</summary>
    public required string Owner { get; init; }

    /// <summary>True when a lock proves that every other owner is dead: their leases are void at once.</summary>
    public bool OwnerIsAlone { get; init; }

    /// <summary>How long a process that was never heard of again is waited for. Longer than any one request may take.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of a chunk; brought down to what the provider takes.</summary>
    /// <value>8 MiB: what an interruption costs at most.</value>
    public int ChunkBytes { get; init; } = 8 << 20;

    /// <summary>How long a listing may lag: so long it is searched for what nobody saw arrive, before it is unknown.</summary>
    /// <value>1 hour.</value>
    public TimeSpan ListingWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the provider may work on a video.</summary>
    /// <value>24 hours.</value>
    public TimeSpan ProcessingWait { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A time of publication nearer than this counts as past: YouTube would publish at once.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan ScheduleMargin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Attempts without progress.</summary>
    /// <value>30: with waits of up to five minutes about two hours.</value>
    public int TriesMax { get; init; } = 30;

    /// <summary>Sessions that may be opened for one file.</summary>
    /// <value>5.</value>
    public int SessionsMax { get; init; } = 5;
}

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>A validated batch that was not made yet: settings, and the plan of its items.</summary>
public abstract class PreparedBatch<TItem, TSettings> : PreparedRun
    where TItem : IPlannedItem
    where TSettings : BatchSettings
{
    /// <summary>What the orchestrators will know; how the plan is cut and the cap of the run are added when it is made.</summary>
    public required TSettings Settings { get; init; }

    /// <summary>The first step that a fork does anew; null for none.</summary>
    public string? RerunFrom { get; init; }

    /// <summary>Items under way at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Absolute path of the specification; empty when it came without a file.</summary>
    public required string SpecPath { get; init; }

    /// <summary><see cref="PreparedRun.Total"/> items, numbered from 0 in the order in which they start.</summary>
    public abstract IAsyncEnumerable<TItem> ReadItemsAsync(CancellationToken cancellationToken);
}

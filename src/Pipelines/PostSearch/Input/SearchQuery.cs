using FunctionsPipeline.Pipelines.Batches;

namespace FunctionsPipeline.Pipelines.PostSearch;

/// <summary>A query: a line of the plan.</summary>
public sealed record SearchQuery : IPlannedItem
{
    /// <inheritdoc/>
    public required int Index { get; init; }

    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>The query in the provider's own language.</summary>
    public required string Text { get; init; }
}

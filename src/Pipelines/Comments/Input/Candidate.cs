using FunctionsPipeline.Pipelines.Batches;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>A post that might be answered: a line of the plan.</summary>
public sealed record Candidate : IPlannedItem
{
    /// <inheritdoc/>
    public required int Index { get; init; }

    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <summary>Handle of its author; null when not said.</summary>
    public string? Author { get; init; }

    /// <summary>Followers of the author; null when not said.</summary>
    public long? Followers { get; init; }

    /// <summary>When it was posted; null when not said.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Where a person finds it; null when not said.</summary>
    public string? Url { get; init; }
}

using FunctionsPipeline.Pipelines.Batches;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>A prompt: a line of the plan.</summary>
public sealed record ImagePrompt : IPlannedItem
{
    /// <inheritdoc/>
    public required int Index { get; init; }

    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>What is to be seen.</summary>
    public required string Prompt { get; init; }

    /// <summary>What must not be seen; null when not said.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Shape, for example <c>16:9</c>; null leaves it to the run.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Seed, for models that take one; null draws it from the run's seed and the id.</summary>
    public long? Seed { get; init; }
}

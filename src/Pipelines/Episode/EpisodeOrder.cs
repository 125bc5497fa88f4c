using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Episode.Words;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>An episode that is wanted: a line of the plan.</summary>
public sealed record EpisodeOrder : IPlannedItem
{
    /// <inheritdoc/>
    public required int Index { get; init; }

    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>Title of the story; null when the story is yet to be found.</summary>
    public string? Title { get; init; }

    /// <summary>The story; null when it is yet to be found, or when a script says everything.</summary>
    public string? Text { get; init; }

    /// <summary>A finished script; null when it is yet to be written.</summary>
    public EpisodeScript? Script { get; init; }

    /// <summary>Where its story is looked for; null when it is given.</summary>
    public IReadOnlyList<StoryPlace>? Sources { get; init; }

    /// <summary>What the project wants nothing to do with; null for nothing.</summary>
    public Blocklist? Blocklist { get; init; }
}

using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Writes down how far an episode is, and how it ended.</summary>
internal sealed class EndingActivities(PipelineServices services)
{
    private readonly EpisodeFiles _files = new(services);
    private readonly UsedStories _used = new(services.Tables, services.Clock);

    /// <summary>Writes down that a checkpoint is reached.</summary>
    public async Task<Nothing> SaveCheckpointAsync(ActivityContext context, EpisodeCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var (item, stage) = checkpoint;
        var story = await _files.StoryAsync(item, cancellationToken);
        var script = await _files.FindScriptAsync(item.RunId, item.Item.ItemId, cancellationToken);
        await _files.PutJsonAsync(
            EpisodeFiles.DocumentPath(item.RunId, item.Item.ItemId), new EpisodeDocument(item.Item.ItemId, story.Title, stage, null, null, script, []) { Origin = story.Origin }, cancellationToken);
        return new Nothing();
    }

    /// <summary>Writes the episode's end.</summary>
    public async Task<ItemOutcome> CompleteItemAsync(ActivityContext context, EpisodeEnding ending, CancellationToken cancellationToken)
    {
        var item = ending.Item;
        var record = ending.ToRecord(ending.Result.Stage is null ? null : JsonSerializer.Serialize(ending.Result, DurableJson.Options));
        if (await _files.FindStoryAsync(item.RunId, item.Item.ItemId, cancellationToken) is { } story)
        {
            var script = await _files.FindScriptAsync(item.RunId, item.Item.ItemId, cancellationToken);
            var document = new EpisodeDocument(item.Item.ItemId, story.Title, ending.Result.Stage, record.Status, ending.Result, script, record.Degradations)
            {
                Error = record.Error,
                Origin = story.Origin,
            };
            await _files.PutJsonAsync(EpisodeFiles.DocumentPath(item.RunId, item.Item.ItemId), document, cancellationToken);
        }

        // Nothing was bought for it, so the next episode may tell it: a day on which no provider answers costs no story.
        var isUntouched = ending is { Answers: 0, Result.Stage: null } && record.Status is ItemStatus.Failed or ItemStatus.Skipped or ItemStatus.Cancelled;
        if (isUntouched) await _used.ReleaseAsync(item.Settings.Project, StoryActivities.OwnerOf(item), cancellationToken);
        return await ending.WriteAsync(services, record, cancellationToken);
    }
}

/// <summary><c>storage/episodes/ID.json</c>: all that is known of an episode.</summary>
/// <param name="Id">Id of the episode.</param>
/// <param name="Story">Title of the story.</param>
/// <param name="Stage">The last checkpoint that was reached.</param>
/// <param name="Status">How it ended; null while it has not.</param>
/// <param name="Result">What it came to; null while it has not ended.</param>
/// <param name="Script">The script; null while there is none.</param>
/// <param name="Degradations">What fell back to something lesser.</param>
public sealed record EpisodeDocument(
    string Id,
    string Story,
    EpisodeStage? Stage,
    ItemStatus? Status,
    EpisodeResult? Result,
    EpisodeScript? Script,
    IReadOnlyList<Degradation> Degradations)
{
    /// <summary>Where the story was found; null when it was given.</summary>
    public StoryOrigin? Origin { get; init; }

    /// <summary>Why it did not succeed; null when it did.</summary>
    public ItemError? Error { get; init; }
}

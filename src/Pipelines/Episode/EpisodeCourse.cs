using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>How far an episode is, for its orchestrator: free steps, checkpoints, and what it comes to.</summary>
/// <param name="context">Of the item's orchestrator.</param>
/// <param name="input">The episode.</param>
internal sealed class EpisodeCourse(OrchestrationContext context, ItemInput<EpisodeSettings> input)
{
    private EpisodeStage? _reached;

    /// <summary>The script; null while there is none.</summary>
    public ScriptVerdict? Script { get; set; }

    /// <summary>The video; null while there is none.</summary>
    public FilmVerdict? Film { get; set; }

    /// <summary>What the review says; null while there was none.</summary>
    public ReviewVerdict? Review { get; set; }

    /// <summary>Scores of the pictures that passed the gate.</summary>
    public IReadOnlyList<double> PictureScores { get; set; } = [];

    /// <summary>What the upload came to; null while there was none.</summary>
    public PublishEnd? Publication { get; set; }

    /// <summary>What the episode comes to so far.</summary>
    public EpisodeResult Result => new(Script?.Title, _reached, Film, Review, PictureScores, Publication);

    /// <summary>The free step that failed, or the paid one that is given.</summary>
    public string StepOr(string paid) => FreeStep ?? paid;

    private string? FreeStep { get; set; }

    /// <summary>Finds the story.</summary>
    /// <exception cref="ItemStoppedException">There is none.</exception>
    public async Task<StoryVerdict> FindStoryAsync()
    {
        var story = await DoAsync(EpisodeNames.FindStory, input);
        if (story.Problem is null) return story;
        FreeStep = StepOf(EpisodeNames.FindStory);
        throw new ItemStoppedException(ItemStatus.Failed, story.Problem);
    }

    /// <summary>Takes a step that costs nothing: on this host's disk, or at a source of stories.</summary>
    public async Task<TOutput> DoAsync<TInput, TOutput>(ActivityReference<TInput, TOutput> activity, TInput order)
    {
        FreeStep = StepOf(activity);
        var output = await context.CallActivityAsync(activity, order, BatchDelays.StorageRetry);
        FreeStep = null;
        return output;
    }

    /// <summary>Writes down that a checkpoint is reached.</summary>
    /// <returns>True when the episode is to stop here.</returns>
    public async Task<bool> ReachAsync(EpisodeStage stage)
    {
        _reached = stage;
        context.SetCustomStatus(new { stage });
        await DoAsync(EpisodeNames.SaveCheckpoint, new EpisodeCheckpoint(input, stage));
        return input.Settings.StopAt == stage;
    }

    private static string StepOf<TInput, TOutput>(ActivityReference<TInput, TOutput> activity) => activity.Name[(activity.Name.IndexOf('.') + 1)..];
}

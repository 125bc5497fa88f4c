using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Reporting;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>A story becomes a short video with characters, voices, talking heads, moving pictures and captions, and goes out once.</summary>
public sealed class EpisodePipeline(PipelineServices services)
    : BatchPipeline<EpisodeOrder, EpisodeSettings>(services, EpisodeNames.Pipeline, EpisodeNames.Batch)
{
    /// <inheritdoc/>
    public override Task<PreparedRun> PrepareAsync(RunRequest request, CancellationToken cancellationToken) =>
        EpisodePreparation.PrepareAsync(Services, request, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Steps => EpisodeNames.Steps;

    /// <inheritdoc/>
    protected override void RegisterItems(OrchestrationRegistry registry)
    {
        var story = new StoryActivities(Services, Plan);
        var words = new WordsActivities(Services, Plan);
        var pictures = new PictureActivities(Services);
        var sounds = new SoundActivities(Services);
        var layout = new LayoutActivities(Services);
        var film = new FilmActivities(Services);
        var upload = new UploadActivities(Services);
        var review = new ReviewActivities(Services);
        var ending = new EndingActivities(Services);
        registry
            .AddOrchestrator(EpisodeNames.Batch.Item, () => new EpisodeItemOrchestrator())
            .AddActivity(EpisodeNames.FindStory, story.FindStoryAsync)
            .AddActivity(EpisodeNames.Rewrite, words.RewriteAsync)
            .AddActivity(EpisodeNames.Cast, words.CastAsync)
            .AddActivity(EpisodeNames.Plan, words.PlanAsync)
            .AddActivity(EpisodeNames.WriteScript, words.WriteScriptAsync)
            .AddActivity(EpisodeNames.MakePortrait, pictures.MakePortraitAsync)
            .AddActivity(EpisodeNames.MakeBroll, pictures.MakeBrollAsync)
            .AddActivity(EpisodeNames.Narrate, sounds.NarrateAsync)
            .AddActivity(EpisodeNames.SpeakLine, sounds.SpeakLineAsync)
            .AddActivity(EpisodeNames.MakeHead, sounds.MakeHeadAsync)
            .AddActivity(EpisodeNames.LayOut, layout.LayOutAsync)
            .AddActivity(EpisodeNames.MakeThumbnail, pictures.MakeThumbnailAsync)
            .AddActivity(EpisodeNames.Render, film.RenderAsync)
            .AddActivity(EpisodeNames.Review, review.ReviewAsync)
            .AddActivity(EpisodeNames.OrderUpload, upload.OrderUploadAsync)
            .AddActivity(EpisodeNames.SaveCheckpoint, ending.SaveCheckpointAsync)
            .AddActivity(EpisodeNames.CompleteItem, ending.CompleteItemAsync);
    }

    /// <inheritdoc/>
    protected override Task WriteFolderAsync(RunRecord run, CancellationToken cancellationToken) =>
        new EpisodeFolder(Services, Plan).WriteAsync(run, cancellationToken);
}

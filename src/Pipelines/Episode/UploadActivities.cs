using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Orders the upload of an episode; the protocol of <see cref="PublishOrchestrator"/> does the rest.</summary>
internal sealed class UploadActivities(PipelineServices services)
{
    /// <summary>Where episodes go.</summary>
    public const string Target = "youtube";

    private readonly EpisodeFiles _files = new(services);

    /// <summary>Puts the order. Doing it twice gives the same order.</summary>
    public async Task<Nothing> OrderUploadAsync(ActivityContext context, UploadInput input, CancellationToken cancellationToken)
    {
        var item = input.Item;
        var terms = item.Settings.Upload ?? throw new InvalidOperationException("This run uploads nothing.");
        var script = await _files.ScriptAsync(item, cancellationToken);
        var order = new StoredOrder
        {
            Video = new VideoOrder
            {
                Key = new PublicationKey(item.Settings.Project, RunId.Parse(item.RunId), item.Item.ItemId, Target),
                ContentPath = EpisodeFiles.VideoPath(item),
                ThumbnailPath = item.Settings.Thumbnail == EpisodeSettings.NoThumbnail ? null : EpisodeFiles.ThumbnailPath(item),
                Degradations = input.Degradations,
                AllowedDegradations = terms.AllowDegraded,
                Video = VideoOf(script, terms),
            },
            Slots = terms.SlotsOf(item.Settings.Project),
        };
        await PublishOrderFiles.PutAsync(services.Blobs, order, cancellationToken);
        return new Nothing();
    }

    /// <summary>What YouTube is told of an episode. Its run tag is added when it is sent.</summary>
    public static VideoPublication VideoOf(EpisodeScript script, VideoUploadTerms terms) => new()
    {
        Title = script.Title,
        Description = script.Description,
        Tags = script.Tags,
        RunTag = "",
        CategoryId = terms.CategoryId,
        Visibility = terms.Visibility,
        MadeForKids = terms.MadeForKids,
    };
}

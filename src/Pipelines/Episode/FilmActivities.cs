using System.Security.Cryptography;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Editing;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Cuts, renders and looks at an episode. A render takes all processors, so that one runs at a time in a process.</summary>
internal sealed class FilmActivities(PipelineServices services)
{
    private readonly EpisodeFiles _files = new(services);
    private readonly RunFolderFiles _folder = new(services.Blobs, services.ScratchFolder);
    private readonly SemaphoreSlim _renders = new(1);

    /// <summary>Cuts and renders the episode.</summary>
    public async Task<FilmVerdict> RenderAsync(ActivityContext context, ItemInput<EpisodeSettings> item, CancellationToken cancellationToken)
    {
        var script = await _files.ScriptAsync(item, cancellationToken);
        await _renders.WaitAsync(cancellationToken);
        try
        {
            using var assets = await LocalAssets.OpenAsync(services, await _files.LayoutAsync(item, cancellationToken), cancellationToken);
            var settings = item.Settings;
            var timeline = EpisodeEditor.Cut(script, assets.Media, new EditSettings(settings.WidthPx, settings.HeightPx, Seed: settings.Seed) { Grade = PictureGrading.GradeOf(settings) });
            await _files.PutJsonAsync(EpisodeFiles.TimelinePath(item), assets.WithBlobPaths(timeline), cancellationToken);
            await _folder.PutTextAsync(EpisodeFiles.CaptionsPath(item), SubRip.Write(timeline.Captions), cancellationToken);
            return await RenderAsync(item, timeline, cancellationToken);
        }
        finally
        {
            _renders.Release();
        }
    }

    private async Task<FilmVerdict> RenderAsync(ItemInput<EpisodeSettings> item, Timeline timeline, CancellationToken cancellationToken)
    {
        // A folder of the episode's own: what a killed process left in it goes with the next render, and all of it at the end.
        var scratch = Path.Combine(services.ScratchFolder, $"episode-{item.RunId}-{item.Item.ItemId}");
        Directory.CreateDirectory(scratch);
        try
        {
            var output = Path.Combine(scratch, "episode.mp4");
            var renderer = new TimelineRenderer(services.Ffmpeg!, new RenderOptions(), services.Clock);
            var video = await renderer.RenderAsync(timeline, output, scratch, null, cancellationToken);
            string sha256;
            await using (var content = File.OpenRead(output)) sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
            await services.Blobs.PutFileAsync(EpisodeFiles.VideoPath(item), output, cancellationToken);
            return new FilmVerdict(video.Seconds, sha256, EpisodeFiles.VideoPath(item));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}

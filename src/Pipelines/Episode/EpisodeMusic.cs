using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Music below the voices: a person's own from <c>assets/music</c>, or else soft chords made here.</summary>
internal sealed class EpisodeMusic(PipelineServices services)
{
    private const string Own = "assets/music/";

    private readonly OwnFiles _own = new(services);
    private readonly ScratchFiles _scratch = new(services);

    /// <summary>Puts it into the run's folder.</summary>
    /// <param name="item">The episode.</param>
    /// <param name="unusable">Gets the blobs of a person's own that cannot be played.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its blob.</returns>
    public async Task<string> PutAsync(ItemInput<EpisodeSettings> item, ISet<string> unusable, CancellationToken cancellationToken)
    {
        var seed = item.Settings.Seed;
        if (await _own.MusicAsync(Own, SeededDraw.Share(seed, item.Item.ItemId, "music"), unusable, cancellationToken) is { } own) return own;

        var path = EpisodeFiles.PathOf(item, "audio", "music.wav");
        await _scratch.PutAsync(path, scratch => MusicBed.WriteAsync(scratch, seed, cancellationToken), cancellationToken);
        return path;
    }
}

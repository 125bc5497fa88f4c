using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Music below the voices: a person's own from <c>assets/music</c>, or else a soft chord made here.</summary>
internal sealed class EpisodeMusic(PipelineServices services)
{
    private const string Own = "assets/music/";

    /// <summary>Puts it into the run's folder.</summary>
    /// <returns>Its blob.</returns>
    public async Task<string> PutAsync(ItemInput<EpisodeSettings> item, CancellationToken cancellationToken)
    {
        var own = new List<string>();
        await foreach (var blob in services.Blobs.ListAsync(Own, cancellationToken))
        {
            if (Path.GetExtension(blob.Path).ToLowerInvariant() is ".mp3" or ".wav" or ".m4a" or ".flac") own.Add(blob.Path);
        }

        if (own.Count > 0) return own[(int)(SeededDraw.Share(item.Settings.Seed, item.Item.ItemId, "music") * own.Count)];

        var path = EpisodeFiles.PathOf(item, "audio", "music.wav");
        Directory.CreateDirectory(services.ScratchFolder);
        var scratch = Path.Combine(services.ScratchFolder, $"music-{Path.GetRandomFileName()}.wav");
        try
        {
            await MusicBed.WriteAsync(scratch, item.Settings.Seed, cancellationToken);
            await services.Blobs.PutFileAsync(path, scratch, cancellationToken);
            return path;
        }
        finally
        {
            File.Delete(scratch);
        }
    }
}

using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>A person's own files, from folders under <c>assets/</c>. One that cannot be decoded is passed over, and told.</summary>
internal sealed class OwnFiles(PipelineServices services)
{
    /// <summary>A folder of damaged files is not looked through for ever.</summary>
    private const int TriesMax = 5;

    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg", ".webp"];
    private static readonly string[] Music = [".mp3", ".wav", ".m4a", ".flac"];

    /// <summary>Chooses a picture.</summary>
    /// <param name="folder">Where they lie, for example <c>assets/broll_fallbacks/</c>.</param>
    /// <param name="draw">Which one, 0 to 1, exclusive.</param>
    /// <param name="unusable">Gets the blobs of those that were passed over.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its blob; null when there is none that can be used.</returns>
    public Task<string?> PictureAsync(string folder, double draw, ISet<string> unusable, CancellationToken cancellationToken) =>
        ChooseAsync(folder, Pictures, draw, IsPictureAsync, unusable, cancellationToken);

    /// <summary>Chooses a piece of music; as <see cref="PictureAsync"/>.</summary>
    public Task<string?> MusicAsync(string folder, double draw, ISet<string> unusable, CancellationToken cancellationToken) =>
        ChooseAsync(folder, Music, draw, IsMusicAsync, unusable, cancellationToken);

    private async Task<string?> ChooseAsync(
        string folder, string[] endings, double draw, Func<string, CancellationToken, Task<bool>> isUsableAsync, ISet<string> unusable, CancellationToken cancellationToken)
    {
        var own = new List<string>();
        await foreach (var blob in services.Blobs.ListAsync(folder, cancellationToken))
        {
            if (endings.Contains(Path.GetExtension(blob.Path).ToLowerInvariant())) own.Add(blob.Path);
        }

        for (var tries = 0; own.Count > 0 && tries < TriesMax; tries++)
        {
            var place = (int)(draw * own.Count);
            using (var file = await services.Blobs.GetLocalFileAsync(own[place], cancellationToken))
            {
                if (await isUsableAsync(file.FilePath, cancellationToken)) return own[place];
            }

            unusable.Add(own[place]);
            own.RemoveAt(place);
        }

        return null;
    }

    private async Task<bool> IsPictureAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await new StillDecoder(services.Ffmpeg!, new StillLimits(), services.Clock).DecodeAsync(path, cancellationToken);
            return true;
        }
        catch (MediaException exception) when (!exception.IsRetryable)
        {
            return false;
        }
    }

    private async Task<bool> IsMusicAsync(string path, CancellationToken cancellationToken) =>
        await new SoundMeter(services.Ffmpeg!, services.Clock).MeasureMusicAsync(path, cancellationToken) is { Seconds: > 0 };
}

using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Episode.Editing;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>The assets of an episode as local files, for programs that read files. Dispose it when the render is done.</summary>
internal sealed class LocalAssets : IDisposable
{
    private readonly Dictionary<string, LocalBlobFile> _files = new(StringComparer.Ordinal);

    private LocalAssets()
    {
    }

    /// <summary>The files that the episode is cut from.</summary>
    public EpisodeMedia Media { get; private set; } = null!;

    /// <summary>Fetches them.</summary>
    /// <exception cref="FileNotFoundException">One is gone.</exception>
    public static async Task<LocalAssets> OpenAsync(PipelineServices services, AssetLayout layout, CancellationToken cancellationToken)
    {
        var assets = new LocalAssets();
        try
        {
            var sounds = layout.Narration.Concat(layout.Lines.Select(line => line.Sound)).Select(sound => sound.Path);
            var pictures = layout.Broll.Concat(layout.Lines.SelectMany(line => new[] { line.PortraitPath, line.ClipPath })).Append(layout.MusicPath).OfType<string>();
            foreach (var path in sounds.Concat(pictures).Distinct(StringComparer.Ordinal))
            {
                assets._files.Add(path, await services.Blobs.GetLocalFileAsync(path, cancellationToken));
            }

            assets.Media = assets.MediaOf(layout);
            return assets;
        }
        catch
        {
            assets.Dispose();
            throw;
        }
    }

    /// <summary>The timeline with the names that the files have for everybody: what is kept must not depend on this machine's folders.</summary>
    public Timeline WithBlobPaths(Timeline timeline)
    {
        var names = _files.ToDictionary(entry => entry.Value.FilePath, entry => entry.Key, StringComparer.Ordinal);
        return timeline with
        {
            Shots = [.. timeline.Shots.Select(shot => shot with { Source = shot.Source with { Path = names[shot.Source.Path] } })],
            Audio = [.. timeline.Audio.Select(clip => clip with { Path = names[clip.Path] })],
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files.Values) file.Dispose();
    }

    private EpisodeMedia MediaOf(AssetLayout layout) => new(
        [.. layout.Narration.Select(SoundOf)],
        [.. layout.Lines.Select(line => new LineMedia(SoundOf(line.Sound), line.ClipPath is { } clip ? _files[clip].FilePath : null, _files[line.PortraitPath].FilePath))],
        [.. layout.Broll.Select(path => _files[path].FilePath)])
    {
        MusicPath = layout.MusicPath is { } music ? _files[music].FilePath : null,
    };

    private SpokenSound SoundOf(LaidSound sound) => new(_files[sound.Path].FilePath, sound.Seconds, sound.Words);
}

using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Pictures that stand where a provider's is missing: a person's own from the folder of fallbacks, or else a quiet one made here.</summary>
internal sealed class StandInPictures(PipelineServices services)
{
    /// <summary>Folders of a person's own pictures, by the folder of the run that they stand in for.</summary>
    private static readonly Dictionary<string, string> Fallbacks = new(StringComparer.Ordinal)
    {
        ["characters"] = "assets/characters_fallbacks/",
        ["broll"] = "assets/broll_fallbacks/",
    };

    private readonly OwnFiles _own = new(services);
    private readonly ScratchFiles _scratch = new(services);

    /// <summary>Puts one into the run's folder.</summary>
    /// <param name="item">The episode.</param>
    /// <param name="folder"><c>characters</c> or <c>broll</c>.</param>
    /// <param name="name">Name of the picture without its ending; it decides which one.</param>
    /// <param name="unusable">Gets the blobs of a person's own that cannot be shown.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its blob.</returns>
    public async Task<string> PutAsync(ItemInput<EpisodeSettings> item, string folder, string name, ISet<string> unusable, CancellationToken cancellationToken)
    {
        if (await _own.PictureAsync(Fallbacks[folder], Draw(item, folder, name, "which"), unusable, cancellationToken) is { } own) return own;

        var path = EpisodeFiles.PathOf(item, folder, $"stand-in-{name}.png");
        var hue = Draw(item, folder, name, "hue");
        var picture = new PlainPicture(services.Ffmpeg!, services.Clock);
        await _scratch.PutAsync(
            path,
            scratch => picture.MakeAsync(Colour(hue, 0.55), Colour(hue + 0.12, 0.2), item.Settings.WidthPx, item.Settings.HeightPx, scratch, cancellationToken),
            cancellationToken);
        return path;
    }

    private static double Draw(ItemInput<EpisodeSettings> item, string folder, string name, string what) =>
        SeededDraw.Share(item.Settings.Seed, item.Item.ItemId, folder, name, what);

    /// <summary>A colour of middling strength.</summary>
    private static int Colour(double hue, double value)
    {
        int Channel(double offset)
        {
            var distance = Math.Abs((((hue + offset) % 1.0) * 6) - 3);
            return (int)(255 * value * (0.55 + (0.45 * Math.Clamp(distance - 1, 0, 1))));
        }

        return (Channel(0) << 16) | (Channel(2.0 / 3) << 8) | Channel(1.0 / 3);
    }
}

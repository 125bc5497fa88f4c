using FunctionsPipeline.Pipelines.Episode.Characters;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>What image models are asked for. Pure.</summary>
internal static class PictureRequests
{
    private const string Photograph =
        "Photorealistic, vertical, in sharp focus, finely detailed, evenly lit and well exposed, rich contrast, clean and free of noise, no grain, "
        + "natural colours, neutral white balance, no text, no watermark.";

    /// <summary>The face of a character: it looks at the viewer, so that it can speak.</summary>
    public static string Portrait(CharacterRecord character, string? style) =>
        $"Portrait of {character.Name}: {Sentence(character.Appearance)} Head and shoulders, facing the camera, mouth closed, plain background.{Style(style)} {Photograph}";

    /// <summary>A scene, in the light of its emotion.</summary>
    public static string Broll(BrollScene scene, string? style) => $"{Sentence(scene.Prompt)} Mood: {scene.Emotion}.{Style(style)} {Photograph}";

    /// <summary>A picture for the thumbnail: the twist of the story in one look.</summary>
    public static string Thumbnail(EpisodeScript script, string? style)
    {
        var scene = script.Broll.FirstOrDefault(scene => scene.Beat == BeatKind.Twist) ?? script.Broll[0];
        return $"{Sentence(scene.Prompt)} One strong subject, close, high contrast, room above it for a title.{Style(style)} {Photograph}";
    }

    /// <summary>A request in the shape of the video, as far as the model makes it.</summary>
    public static ImageRequest RequestOf(IImageGenerator generator, ModelChoice choice, string prompt, EpisodeSettings settings, long seed)
    {
        var model = generator.Models.FirstOrDefault(known => known.Name == choice.Model);
        return new ImageRequest(choice.Model, prompt, 1, NearestShape(model, settings.WidthPx, settings.HeightPx)) { Seed = model?.TakesSeed == true ? seed : null };
    }

    /// <summary>The model's shape that is most like the video; null when it takes none.</summary>
    private static string? NearestShape(ImageModel? model, int widthPx, int heightPx)
    {
        if (model is null || model.AspectRatios.Count == 0) return null;
        // Upright, lying or square: another size of the video needs no other pictures.
        var wanted = Math.Log(widthPx < heightPx ? 9.0 / 16 : widthPx > heightPx ? 16.0 / 9 : 1);
        return model.AspectRatios
            .Select(shape => (Shape: shape, Ratio: RatioOf(shape)))
            .Where(entry => entry.Ratio is not null)
            .OrderBy(entry => Math.Abs(Math.Log(entry.Ratio!.Value) - wanted))
            .Select(entry => entry.Shape)
            .FirstOrDefault();
    }

    private static double? RatioOf(string shape)
    {
        var sides = shape.Split(':');
        return sides.Length == 2
            && double.TryParse(sides[0], System.Globalization.CultureInfo.InvariantCulture, out var width)
            && double.TryParse(sides[1], System.Globalization.CultureInfo.InvariantCulture, out var height) && width > 0 && height > 0
            ? width / height
            : null;
    }

    private static string Sentence(string text) => text.Trim() is var trimmed && trimmed.Length > 0 && trimmed[^1] is '.' or '!' or '?' ? trimmed : trimmed + ".";

    private static string Style(string? style) => style is null ? "" : $" Style: {Sentence(style)}";
}

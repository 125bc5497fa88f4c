using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>Makes requests for images of what models can do.</summary>
internal static class ImageShapes
{
    /// <summary>A request. A model that takes no negative prompt gets it as a sentence; one that takes no seed gets none.</summary>
    public static ImageRequest RequestOf(IImageGenerator generator, ModelChoice choice, ImagePrompt prompt, ImagesSettings settings, long seed)
    {
        var model = generator.Models.FirstOrDefault(known => known.Name == choice.Model);
        var takesNegative = model?.TakesNegativePrompt == true;
        var text = prompt.NegativePrompt is { } negative && !takesNegative ? $"{prompt.Prompt.TrimEnd()}\nMust not be seen: {negative}" : prompt.Prompt;
        return new ImageRequest(choice.Model, text, 1, prompt.AspectRatio ?? settings.AspectRatio, settings.Resolution)
        {
            Seed = model?.TakesSeed == true ? seed : null,
            NegativePrompt = takesNegative ? prompt.NegativePrompt : null,
        };
    }
}

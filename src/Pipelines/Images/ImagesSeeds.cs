namespace FunctionsPipeline.Pipelines.Images;

/// <summary>Seeds of images.</summary>
internal static class ImagesSeeds
{
    /// <summary>Below the smallest bound of the providers, with room for samples and tries.</summary>
    private const int DrawnMax = 1_000_000_000;

    /// <summary>
    /// The seed of an image. It stays from image to image, so that only the prompt makes the difference; images of one and the same prompt
    /// have one each.
    /// </summary>
    /// <param name="prompt">The prompt as it was given.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="earlier">How many images were made of the image's prompt before.</param>
    public static long Of(ImagePrompt prompt, ImagesSettings settings, int earlier)
    {
        var own = prompt.Seed ?? (long)(SeededDraw.Share(settings.Seed, prompt.Id, "image") * DrawnMax);

        // A thousand apart: tries count from the seed upwards.
        return own + (1000L * earlier);
    }
}

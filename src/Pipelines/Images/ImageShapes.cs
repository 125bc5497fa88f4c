using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Images;
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

/// <summary>Seeds of images.</summary>
internal static class ImagesSeeds
{
    /// <summary>Below the smallest bound of the providers, with room for samples and tries.</summary>
    private const int DrawnMax = 1_000_000_000;

    /// <summary>
    /// The seed of an image. It stays from image to image, so that only the prompt makes the difference; samples of one prompt have one each.
    /// </summary>
    public static long Of(ImagePrompt prompt, ImagesSettings settings, int repeat)
    {
        var own = prompt.Seed ?? (long)(SeededDraw.Share(settings.Seed, prompt.Id, "image") * DrawnMax);

        // A thousand apart: tries count from the seed upwards.
        return settings.Plan == IterationPlan.Parallel ? own + (1000L * repeat) : own;
    }
}

/// <summary>What an image is taken to be before it is judged.</summary>
internal static class ImageJudgement
{
    /// <summary>Usable, or what is wrong with it.</summary>
    public static Judged<ImageVerdict> Of(ImageAnswer answer, string prompt, double threshold)
    {
        if (answer.NoFile is { } noFile) return Judged<ImageVerdict>.Unusable("image_missing", noFile, isRetryable: true);
        if (answer.IsRefused || answer.File is null) return Judged<ImageVerdict>.Unusable("refused", "The provider's moderation held the image back.", isRetryable: false);

        var report = answer.Report!;
        if (report.Undecodable is { } code) return Judged<ImageVerdict>.Unusable("image_undecodable", $"The file that came is no whole picture ({code}).", isRetryable: true);
        return report.Score < threshold
            ? Judged<ImageVerdict>.Unusable(
                "image_check_failed",
                FormattableString.Invariant($"The local checks score {report.Score:0.00}, below {threshold:0.00}: {string.Join(", ", report.Failed)}."),
                isRetryable: true)
            : Judged<ImageVerdict>.Usable(new ImageVerdict(ImageRequests.Sha256(prompt), report.Score, report.Failed, report.NotChecked));
    }
}

namespace FunctionsPipeline.Providers.Fal;

/// <summary>A video model at fal: what it can do, and how its endpoint writes the fields that differ from model to model.</summary>
/// <param name="Capabilities">What it can do.</param>
/// <param name="DurationUnit">What follows the number in <c>duration</c>: <c>"8s"</c> at one model, <c>"5"</c> at another.</param>
public sealed record FalVideoModel(VideoModel Capabilities, string DurationUnit);

/// <summary>The models at fal that are known to work, as documented in August 2026.</summary>
public static class FalModels
{
    /// <summary>Video models.</summary>
    public static IReadOnlyList<FalVideoModel> Video { get; } =
    [
        new(new VideoModel("fal-ai/veo3.1", [4, 6, 8], ["16:9", "9:16"], ["720p", "1080p", "4k"])
        {
            DefaultResolution = "720p",
            TakesSeed = true,
            TakesNegativePrompt = true,
            TakesAudioSwitch = true,
        }, "s"),
        new(new VideoModel("fal-ai/kling-video/v2.1/master/text-to-video", [5, 10], ["16:9", "9:16", "1:1"], [])
        {
            TakesNegativePrompt = true,
        }, ""),
        KlingFromImage("master"),
        KlingFromImage("pro"),
        KlingFromImage("standard"),
    ];

    // Each stays below a megapixel, because that is what is billed, rounded up: the service's own square of 1024 px may count as two.
    // Sides are multiples of 32, which the models ask for.
    private static readonly ImageShape[] Shapes =
    [
        new("1:1", 992, 992),
        new("16:9", 1024, 576),
        new("9:16", 576, 1024),
        new("4:3", 1024, 768),
        new("3:4", 768, 1024),
        new("3:2", 1152, 768),
        new("2:3", 768, 1152),
    ];

    /// <summary>Image models, the cheapest first.</summary>
    public static IReadOnlyList<ImageModel> Image { get; } = [Flux("fal-ai/flux/schnell"), Flux("fal-ai/flux/dev"), Flux("fal-ai/flux-pro/v1.1")];

    private static ImageModel Flux(string name) => new(name, [.. Shapes.Select(shape => shape.AspectRatio)], [])
    {
        CountMax = 4,
        TakesSeed = true,
        Shapes = Shapes,
    };

    private static FalVideoModel KlingFromImage(string tier) =>
        new(new VideoModel($"fal-ai/kling-video/v2.1/{tier}/image-to-video", [5, 10], [], [])
        {
            Image = InputUse.Required,
            TakesNegativePrompt = true,
        }, "");
}

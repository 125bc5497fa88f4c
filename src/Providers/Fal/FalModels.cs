namespace FunctionsPipeline.Providers.Fal;

/// <summary>A video model at fal: what it can do, and how its endpoint writes the fields that differ from model to model.</summary>
/// <param name="Capabilities">What it can do.</param>
/// <param name="DurationUnit">What follows the number in <c>duration</c>: <c>"8s"</c> at one model, <c>"5"</c> at another.</param>
public sealed record FalVideoModel(VideoModel Capabilities, string DurationUnit);

/// <summary>The video models at fal that are known to work, as documented in August 2026.</summary>
public static class FalModels
{
    /// <summary>All of them.</summary>
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

    private static FalVideoModel KlingFromImage(string tier) =>
        new(new VideoModel($"fal-ai/kling-video/v2.1/{tier}/image-to-video", [5, 10], [], [])
        {
            Image = InputUse.Required,
            TakesNegativePrompt = true,
        }, "");
}

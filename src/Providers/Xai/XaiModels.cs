namespace FunctionsPipeline.Providers.Xai;

/// <summary>The models of xAI that are known to work, as documented in August 2026.</summary>
public static class XaiModels
{
    private static readonly string[] Shapes = ["1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3"];
    private static readonly int[] Seconds = [.. Enumerable.Range(1, 15)];

    /// <summary>Video models, the cheapest first.</summary>
    public static IReadOnlyList<VideoModel> Video { get; } =
    [
        new VideoModel("grok-imagine-video", Seconds, Shapes, ["480p", "720p"])
        {
            DefaultResolution = "480p",
            Image = InputUse.Optional,
        },
        new VideoModel("grok-imagine-video-1.5", Seconds, Shapes, ["480p", "720p", "1080p"])
        {
            DefaultResolution = "480p",
            Image = InputUse.Optional,
            ResolutionsOnlyFromImage = ["1080p"],
            TakesAudioSwitch = true,
        },
    ];

    /// <summary>Image models, the cheapest first.</summary>
    public static IReadOnlyList<ImageModel> Image { get; } =
    [
        new ImageModel("grok-imagine-image", ImageShapes, ["1k", "2k"]) { CountMax = 10 },
        new ImageModel("grok-imagine-image-quality", ImageShapes, ["1k", "2k"]) { CountMax = 10 },
        new ImageModel("grok-imagine-image-2.0", ImageShapes, ["1k", "2k"]) { CountMax = 10 },
    ];

    /// <summary>Language models.</summary>
    public static IReadOnlyList<string> Chat { get; } = ["grok-4.3"];

    private static string[] ImageShapes =>
        ["1:1", "3:4", "4:3", "9:16", "16:9", "2:3", "3:2", "9:19.5", "19.5:9", "9:20", "20:9", "1:2", "2:1", "auto"];
}

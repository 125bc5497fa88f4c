namespace FunctionsPipeline.Providers.Gemini;

/// <summary>The models of Google's Gemini Developer API that are known to work, as documented in October 2026.</summary>
public static class GeminiModels
{
    private static readonly string[] Shapes = ["1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9"];

    /// <summary>Language models, which read pictures too. The cheapest first.</summary>
    public static IReadOnlyList<string> Chat { get; } =
        ["gemini-3.5-flash-lite", "gemini-3.8-flash", "gemini-3.5-flash", "gemini-3.1-pro-preview"];

    /// <summary>Image models, the cheapest first. One image a call; they take no seed and no negative prompt.</summary>
    public static IReadOnlyList<ImageModel> Image { get; } =
    [
        new ImageModel("gemini-2.5-flash-image", Shapes, ["1k"]) { ReferencesMax = 3 },
        new ImageModel("gemini-3.1-flash-image", Shapes, ["1k", "2k", "4k"]) { ReferencesMax = 14 },
        new ImageModel("gemini-3-pro-image", Shapes, ["1k", "2k", "4k"]) { ReferencesMax = 14 },
    ];

    /// <summary>Models that make vectors.</summary>
    public static IReadOnlyList<string> Embedding { get; } = ["gemini-embedding-001", "gemini-embedding-2"];
}

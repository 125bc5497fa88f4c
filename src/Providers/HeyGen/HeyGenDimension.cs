namespace FunctionsPipeline.Providers.HeyGen;

/// <summary>Sizes of clips in HeyGen's words. Pure.</summary>
internal static class HeyGenDimension
{
    /// <summary>Shapes, the API's default first.</summary>
    public static IReadOnlyList<string> AspectRatios { get; } = ["16:9", "9:16", "1:1"];

    /// <summary>Lengths of the shorter side.</summary>
    public static IReadOnlyList<string> Resolutions { get; } = ["720p", "1080p"];

    /// <summary>Width and height, px.</summary>
    public static (int WidthPx, int HeightPx) Of(string? aspectRatio, string? resolution)
    {
        var shorter = resolution == "1080p" ? 1080 : 720;
        var longer = shorter * 16 / 9;
        return aspectRatio switch
        {
            "9:16" => (shorter, longer),
            "1:1" => (shorter, shorter),
            _ => (longer, shorter),
        };
    }
}

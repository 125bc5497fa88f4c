using FunctionsPipeline.Providers.Downloads;

namespace FunctionsPipeline.Providers.HeyGen;

/// <summary>Sizes of clips in HeyGen's words. Pure.</summary>
internal static class HeyGenDimension
{
    /// <summary>Shapes, the API's default first.</summary>
    public static IReadOnlyList<string> AspectRatios { get; } = ["16:9", "9:16", "1:1"];

    /// <summary>Lengths of the shorter side.</summary>
    public static IReadOnlyList<string> Resolutions { get; } = ["720p", "1080p"];

    private const double LongestOverShortest = 3;

    /// <summary>Width and height, px: in the shape that is asked for, else in that of the picture, else in the API's default.</summary>
    public static (int WidthPx, int HeightPx) Of(string? aspectRatio, string? resolution, ReadOnlySpan<byte> portrait)
    {
        var shorter = resolution == "1080p" ? 1080 : 720;
        if (aspectRatio is null && ImageSizeProbe.SizeOf(portrait) is { } picture) return OfPicture(picture.WidthPx, picture.HeightPx, shorter);
        var longer = shorter * 16 / 9;
        return aspectRatio switch
        {
            "9:16" => (shorter, longer),
            "1:1" => (shorter, shorter),
            _ => (longer, shorter),
        };
    }

    // Even sides, as encoders want them.
    private static (int WidthPx, int HeightPx) OfPicture(int width, int height, int shorter)
    {
        var longer = (int)Math.Round(shorter * Math.Min(LongestOverShortest, (double)Math.Max(width, height) / Math.Min(width, height)) / 2) * 2;
        return width >= height ? (longer, shorter) : (shorter, longer);
    }
}

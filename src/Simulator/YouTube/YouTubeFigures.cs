using System.Globalization;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Simulator.YouTube;

/// <summary>
/// What people did with a video: most of it in the first days, less and less after, by a pace that is the video's own. Never less than before.
/// Pure.
/// </summary>
internal static class YouTubeFigures
{
    private const double ViewsAfterLongMax = 20_000;
    private const double DaysToMost = 4;

    /// <summary>Figures of a video of an age, in simulated time.</summary>
    public static JsonObject Of(string videoId, int seed, TimeSpan age)
    {
        var draw = Draw.FromSeed(seed).For("figures " + videoId);
        var most = ViewsAfterLongMax * Math.Pow(draw.For("views").Share, 3);
        var views = (long)(most * (1 - Math.Exp(-Math.Max(0, age.TotalDays) / DaysToMost)));
        return new JsonObject
        {
            ["viewCount"] = Text(views),
            ["likeCount"] = Text((long)(views * (0.01 + (0.06 * draw.For("likes").Share)))),
            ["favoriteCount"] = "0",
            ["commentCount"] = Text((long)(views * 0.008 * draw.For("comments").Share)),
        };
    }

    /// <summary>The id of a video: it holds when it was uploaded, so that a simulator knows the figures of videos of an earlier life.</summary>
    public static string IdOf(DateTimeOffset uploadedAt, int number) => string.Create(CultureInfo.InvariantCulture, $"vid{uploadedAt.ToUnixTimeSeconds():x8}{number:0000}");

    /// <summary>When a video of an id was uploaded; null when it is no id of ours.</summary>
    public static DateTimeOffset? UploadedAt(string videoId) =>
        videoId.StartsWith("vid", StringComparison.Ordinal) && videoId.Length >= 15 && long.TryParse(videoId.AsSpan(3, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    // YouTube writes counts as text.
    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}

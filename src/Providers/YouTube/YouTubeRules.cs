using System.Text;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.YouTube;

/// <summary>What YouTube takes as a video, and what can come of it. Pure.</summary>
internal static class YouTubeRules
{
    private const int TitleCharactersMax = 100;
    private const int DescriptionBytesMax = 5000;
    private const int TagCharactersMax = 500;
    private const long FileBytesMax = 256L << 30;

    /// <summary>Documented as 2 MB on one page and 50 MB on another: the smaller one holds on both.</summary>
    public const int ThumbnailBytesMax = 2 << 20;

    public static IReadOnlyList<string> Check(VideoPublication video, long lengthBytes, bool projectIsAudited)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(video.Title)) problems.Add("title: is empty");
        if (video.Title.Length > TitleCharactersMax) problems.Add($"title: has {video.Title.Length} characters; at most {TitleCharactersMax} are allowed");
        if (HasBrackets(video.Title)) problems.Add("title: holds < or >, which YouTube does not take");
        var descriptionBytes = Encoding.UTF8.GetByteCount(video.Description);
        if (descriptionBytes > DescriptionBytesMax) problems.Add($"description: has {descriptionBytes} bytes; at most {DescriptionBytesMax} are allowed");
        if (HasBrackets(video.Description)) problems.Add("description: holds < or >, which YouTube does not take");
        CheckTags(video, problems);
        if (!video.CategoryId.All(char.IsAsciiDigit) || video.CategoryId.Length is < 1 or > 4) problems.Add($"category: '{video.CategoryId}' is no number of a category");
        if (lengthBytes is < 1 or > FileBytesMax) problems.Add($"file: has {lengthBytes} bytes; 1 to {FileBytesMax} are allowed");
        if (!video.MediaType.StartsWith("video/", StringComparison.Ordinal) && video.MediaType != "application/octet-stream")
        {
            problems.Add($"file: is of type '{video.MediaType}'; video/* or application/octet-stream is allowed");
        }

        CheckVisibility(video, projectIsAudited, problems);
        return problems;
    }

    private static void CheckTags(VideoPublication video, List<string> problems)
    {
        if (!RequestIds.IsSafe(video.RunTag)) problems.Add("run tag: must be letters, digits, - and _");
        if (video.Tags.Any(tag => string.IsNullOrWhiteSpace(tag) || tag.Contains(',', StringComparison.Ordinal) || HasBrackets(tag)))
        {
            problems.Add("tags: one is empty or holds a comma, < or >");
        }

        // A tag with a space counts with quotes around it, and the commas between tags count.
        var characters = video.Tags.Append(video.RunTag).Sum(tag => tag.Length + (tag.Contains(' ', StringComparison.Ordinal) ? 3 : 1)) - 1;
        if (characters > TagCharactersMax) problems.Add($"tags: have {characters} characters with the run tag; at most {TagCharactersMax} are allowed");
    }

    private static void CheckVisibility(VideoPublication video, bool projectIsAudited, List<string> problems)
    {
        if (video.PublishAt is not null && video.Visibility != VideoVisibility.Private)
        {
            problems.Add($"visibility: is {video.Visibility.ToString().ToLowerInvariant()} and a time of publication is set; only a private video can wait for one");
        }

        if (!projectIsAudited && (video.PublishAt is not null || video.Visibility != VideoVisibility.Private))
        {
            problems.Add(
                "visibility: YouTube locks what a project without an audit uploads as private. It would take the time of publication and never publish. "
                + "Upload as private and publish by hand in YouTube Studio, or have the API project audited and set YOUTUBE_PROJECT_AUDITED=true");
        }
    }

    private static bool HasBrackets(string text) => text.AsSpan().ContainsAny('<', '>');
}

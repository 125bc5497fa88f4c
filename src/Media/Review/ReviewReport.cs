using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Media;

/// <summary>What ffmpeg says of a video that it decoded whole.</summary>
internal sealed partial record ReviewReport
{
    public required string VideoCodec { get; init; }

    public required int WidthPx { get; init; }

    public required int HeightPx { get; init; }

    public required string AudioCodec { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Length of all black stretches together.</summary>
    public required double BlackSeconds { get; init; }

    /// <summary>Length of all frozen stretches together; one that lasts to the end counts until there.</summary>
    public required double FrozenSeconds { get; init; }

    /// <summary>Length of all silent stretches together.</summary>
    public required double SilentSeconds { get; init; }

    public required Loudness Loudness { get; init; }

    public static ReviewReport Parse(string said)
    {
        var video = VideoLine().Match(said);
        var seconds = DurationLine().Match(said) is { Success: true } duration
            ? (Number(duration.Groups[1]) * 3600) + (Number(duration.Groups[2]) * 60) + Number(duration.Groups[3])
            : 0;
        return new ReviewReport
        {
            VideoCodec = video.Groups[1].Value,
            WidthPx = video.Success ? (int)Number(video.Groups[2]) : 0,
            HeightPx = video.Success ? (int)Number(video.Groups[3]) : 0,
            AudioCodec = AudioLine().Match(said).Groups[1].Value,
            Seconds = seconds,
            BlackSeconds = BlackLine().Matches(said).Sum(match => Number(match.Groups[1])),
            FrozenSeconds = Stretches(FreezeStart().Matches(said), FreezeEnd().Matches(said), seconds),
            SilentSeconds = Stretches(SilenceStart().Matches(said), SilenceEnd().Matches(said), seconds),
            Loudness = Loudness.Parse(said),
        };
    }

    private static double Stretches(MatchCollection starts, MatchCollection ends, double seconds) =>
        starts.Select((start, place) => (place < ends.Count ? Number(ends[place].Groups[1]) : seconds) - Number(start.Groups[1])).Sum();

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Stream #0:\d+.*?: Video: (\w+).*?, (\d{2,5})x(\d{2,5})")]
    private static partial Regex VideoLine();

    [GeneratedRegex(@"Stream #0:\d+.*?: Audio: (\w+)")]
    private static partial Regex AudioLine();

    [GeneratedRegex(@"Duration: (\d+):(\d+):([0-9.]+)")]
    private static partial Regex DurationLine();

    [GeneratedRegex(@"black_duration:([0-9.]+)")]
    private static partial Regex BlackLine();

    [GeneratedRegex(@"freeze_start: ([0-9.]+)")]
    private static partial Regex FreezeStart();

    [GeneratedRegex(@"freeze_end: ([0-9.]+)")]
    private static partial Regex FreezeEnd();

    [GeneratedRegex(@"silence_start: (-?[0-9.]+)")]
    private static partial Regex SilenceStart();

    [GeneratedRegex(@"silence_end: ([0-9.]+)")]
    private static partial Regex SilenceEnd();
}

using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>ffmpeg's arguments for the picture of a timeline, segment by segment, and for the whole video of finished segments. Pure.</summary>
internal static class RenderArguments
{
    private const int SecondsBetweenKeyFrames = 2;

    /// <param name="timeline">A valid timeline.</param>
    /// <param name="segment">What of it is rendered.</param>
    /// <param name="captions">Captions to draw; null for none.</param>
    /// <param name="outputPath">The file that is written: mp4 without sound.</param>
    /// <param name="options">How.</param>
    public static IReadOnlyList<string> Segment(Timeline timeline, Segment segment, CaptionFile? captions, string outputPath, RenderOptions options)
    {
        var graph = VideoGraph.Of(timeline, segment, captions?.Filter);
        return
        [
            "-y",
            .. graph.Inputs.SelectMany(path => DecoderArguments.Input(Path.GetFullPath(path), new DecodeLimits())),
            "-filter_complex_threads", "1",
            "-filter_complex", graph.Filters,
            "-map", VideoGraph.Output,
            .. Encoder(timeline, options),
            // One thread: with more of them the encoder's choices would depend on how they run.
            "-threads", "1",
            .. Exact,
            "-progress", "pipe:1", "-stats_period", "0.5", "-nostats",
            "-f", "mp4", "file:" + outputPath,
        ];
    }

    /// <param name="segmentList">Names the segments, see <see cref="SegmentList"/>.</param>
    /// <param name="soundPath">The encoded sound.</param>
    /// <param name="outputPath">The file that is written.</param>
    public static IReadOnlyList<string> Whole(string segmentList, string soundPath, string outputPath) =>
    [
        "-y", "-nostdin", "-hide_banner", "-v", "error",
        "-protocol_whitelist", "file", "-f", "concat", "-i", "file:" + segmentList,
        "-protocol_whitelist", "file", "-i", "file:" + soundPath,
        "-map", "0:v:0", "-map", "1:a:0", "-c", "copy",
        .. Exact,
        "-movflags", "+faststart", "-f", "mp4", "file:" + outputPath,
    ];

    /// <summary>How the picture is encoded, but for the number of threads.</summary>
    public static IReadOnlyList<string> Encoder(Timeline timeline, RenderOptions options) =>
    [
        "-fps_mode", "passthrough",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", Text(options.RateFactor), "-pix_fmt", "yuv420p", "-profile:v", "high",
        "-g", Text(SecondsBetweenKeyFrames * timeline.FramesPerSecond), "-x264-params", "mbtree=0",
        "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
    ];

    private static IReadOnlyList<string> Exact { get; } = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1"];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A file of captions, and the folder of the font that they are drawn with.</summary>
internal sealed record CaptionFile(string Path, string FontFolder)
{
    /// <summary>Draws them.</summary>
    public string Filter => $"ass=filename={FilterText.Value(Path)}:fontsdir={FilterText.Value(FontFolder)}";
}

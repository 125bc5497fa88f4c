using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>ffmpeg's arguments for the picture of a timeline, with finished sound copied in. Pure.</summary>
internal static class RenderArguments
{
    private const int SecondsBetweenKeyFrames = 2;

    /// <param name="timeline">A valid timeline.</param>
    /// <param name="captions">Captions to draw; null for none.</param>
    /// <param name="soundPath">The encoded sound.</param>
    /// <param name="outputPath">The file that is written.</param>
    /// <param name="options">How.</param>
    public static IReadOnlyList<string> For(Timeline timeline, CaptionFile? captions, string soundPath, string outputPath, RenderOptions options)
    {
        var graph = VideoGraph.Of(timeline, captions?.Filter);
        var threads = Text(options.Threads);
        return
        [
            "-y",
            .. graph.Inputs.SelectMany(path => DecoderArguments.Input(Path.GetFullPath(path), new DecodeLimits())),
            "-i", "file:" + soundPath,
            "-filter_complex_threads", threads,
            "-filter_complex", graph.Filters,
            "-map", VideoGraph.Output, "-map", $"{Text(graph.Inputs.Count)}:a:0",
            "-fps_mode", "passthrough",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", Text(options.RateFactor), "-pix_fmt", "yuv420p", "-profile:v", "high",
            "-g", Text(SecondsBetweenKeyFrames * timeline.FramesPerSecond), "-threads", threads,
            // With it the encoder's threads would decide what comes out.
            "-x264-params", "mbtree=0",
            "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
            "-c:a", "copy",
            "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1",
            "-movflags", "+faststart", "-progress", "pipe:1", "-stats_period", "0.5", "-nostats",
            "-f", "mp4", "file:" + outputPath,
        ];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A file of captions, and the folder of the font that they are drawn with.</summary>
internal sealed record CaptionFile(string Path, string FontFolder)
{
    /// <summary>Draws them.</summary>
    public string Filter => $"ass=filename={FilterText.Value(Path)}:fontsdir={FilterText.Value(FontFolder)}";
}

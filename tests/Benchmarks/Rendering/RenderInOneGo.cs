using System.Globalization;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Benchmarks.Rendering;

/// <summary>The graph of picture and sound as one call of ffmpeg, as one would write it who knows the level of the sound beforehand.</summary>
internal static class RenderInOneGo
{
    private static readonly SoundLevel KnownLevel = new(GainDb: 4, CeilingDb: -1.5, TrimDb: 0);

    /// <summary>How high the peaks of a mix are is not asked: the limiter is in the graph as it is in ours.</summary>
    private static readonly Loudness LoudMix = new(-18, 0);

    /// <param name="timeline">What is rendered.</param>
    /// <param name="folder">Where the captions are written.</param>
    /// <param name="output">The file that ffmpeg writes.</param>
    /// <param name="threads">Threads for its filters and its encoder.</param>
    public static async Task<IReadOnlyList<string>> ArgumentsAsync(Timeline timeline, string folder, string output, int threads)
    {
        var options = new RenderOptions();
        var font = FontFile.Find();
        var fonts = Directory.CreateDirectory(Path.Combine(folder, "fonts")).FullName;
        File.Copy(font.Path, Path.Combine(fonts, Path.GetFileName(font.Path)), overwrite: true);
        var captions = Path.Combine(folder, "alone.ass");
        await File.WriteAllTextAsync(captions, AdvancedSubStation.Write(timeline.Captions, timeline.WidthPx, timeline.HeightPx, options.Captions, font));

        var video = VideoGraph.Of(timeline, Segment.Whole(timeline), new CaptionFile(captions, fonts).Filter);
        var audio = AudioGraph.Of(timeline, new Dictionary<string, double>(), video.Inputs.Count);
        var count = threads.ToString(CultureInfo.InvariantCulture);
        return
        [
            "-y",
            .. video.Inputs.SelectMany(path => DecoderArguments.Input(path, new DecodeLimits())),
            .. audio.Inputs.SelectMany(Input),
            "-filter_complex_threads", count,
            "-filter_complex", $"{video.Filters};{audio.Filters};{AudioGraph.Output}{KnownLevel.Filters(LoudMix)}[sound]",
            "-map", VideoGraph.Output, "-map", "[sound]",
            .. RenderArguments.Encoder(timeline, options), "-threads", count,
            "-c:a", "aac", "-b:a", options.AudioBitsPerSecond.ToString(CultureInfo.InvariantCulture), "-ar", "48000", "-ac", "2",
            "-movflags", "+faststart", "-f", "mp4", "file:" + output,
        ];
    }

    private static IEnumerable<string> Input(AudioInput input)
    {
        var arguments = DecoderArguments.Input(input.Path, new DecodeLimits());
        return input.IsRepeated ? ["-stream_loop", "-1", .. arguments] : arguments;
    }
}

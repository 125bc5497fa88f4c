using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>What a thumbnail is made of.</summary>
/// <param name="Path">A picture, or a video.</param>
/// <param name="AtSeconds">Which frame of a video; null for a picture.</param>
public sealed record ThumbnailSource(string Path, double? AtSeconds);

/// <summary>Makes the small picture that stands for a video: lying, with what is upright before a blurred copy of itself, and words on it. Safe for several threads.</summary>
public sealed class ThumbnailMaker(FfmpegTool tool, TimeProvider clock)
{
    /// <summary>Pixels in a row: what video sites take.</summary>
    public const int WidthPx = 1280;

    /// <summary>Rows.</summary>
    public const int HeightPx = 720;

    /// <summary>Bytes that video sites take at most.</summary>
    public const int BytesMax = 2_000_000;

    private const int LinesMax = 2;
    private const int FontSizeMaxPx = 150;
    private const double TextWidthShare = 0.9;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>The frame that stands best for a video: in the middle of its first talking head, else after a tenth of it; never beside the video.</summary>
    public static double FrameOf(Timeline timeline)
    {
        var rate = (double)timeline.FramesPerSecond;
        var face = timeline.Shots.FirstOrDefault(shot => shot.Role == ShotRole.TalkingHead);
        var seconds = face is null ? timeline.Seconds() * 0.1 : (face.StartFrame + (face.Frames / 2.0)) / rate;
        return Math.Clamp(seconds, 0, Math.Max(0, timeline.Seconds() - (2 / rate)));
    }

    /// <summary>Writes the thumbnail.</summary>
    /// <param name="source">What it is made of.</param>
    /// <param name="text">Words on it; null for none. What is more than two lines hold is drawn smaller.</param>
    /// <param name="outputPath">The JPEG that is written; one that is there is replaced.</param>
    /// <param name="scratchFolder">For temporary files; nothing of this call stays in it.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <exception cref="MediaException">The source cannot be decoded, or there is no font.</exception>
    public async Task MakeAsync(ThumbnailSource source, string? text, string outputPath, string scratchFolder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(scratchFolder);
        var lines = text is null ? [] : Lines(text);
        var files = lines.Select((_, place) => Path.Combine(scratchFolder, $"thumbnail-{Path.GetRandomFileName()}-{place}.txt")).ToList();
        try
        {
            // In files: what stands in a file is drawn as it is, whatever it holds.
            for (var place = 0; place < lines.Count; place++) await File.WriteAllTextAsync(files[place], lines[place], cancellationToken);
            string[] arguments =
            [
                .. DecoderArguments.Input(Path.GetFullPath(source.Path), new DecodeLimits(), source.AtSeconds ?? 0),
                "-map", "0:v:0", "-filter_complex_threads", "1", "-vf", Graph(lines, files), "-frames:v", "1", "-fflags", "+bitexact",
                "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", "-f", "image2", "-y", Path.GetFullPath(outputPath),
            ];
            await FfmpegRun.RunAsync(tool, arguments, new FfmpegJob($"The thumbnail '{Path.GetFileName(outputPath)}'", Timeout), clock, null, cancellationToken);
        }
        finally
        {
            foreach (var file in files) File.Delete(file);
        }
    }

    /// <summary>One line, or two of about the same length.</summary>
    internal static IReadOnlyList<string> Lines(string text)
    {
        var words = text.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < LinesMax) return words.Length == 0 ? [] : [words[0]];
        var best = Enumerable.Range(1, words.Length - 1).MinBy(cut => Math.Max(Length(words[..cut]), Length(words[cut..])));
        var whole = string.Join(' ', words);
        return whole.Length <= 10 ? [whole] : [string.Join(' ', words[..best]), string.Join(' ', words[best..])];

        static int Length(string[] some) => some.Sum(word => word.Length + 1);
    }

    private static string Graph(IReadOnlyList<string> lines, IReadOnlyList<string> files)
    {
        var picture = string.Create(
            CultureInfo.InvariantCulture,
            $"split=2[back][front];[back]scale={WidthPx}:{HeightPx}:force_original_aspect_ratio=increase,crop={WidthPx}:{HeightPx},gblur=sigma=24,eq=brightness=-0.12[blurred];"
            + $"[front]scale={WidthPx}:{HeightPx}:force_original_aspect_ratio=decrease:flags=lanczos[sharp];[blurred][sharp]overlay=(W-w)/2:(H-h)/2");
        return lines.Count == 0 ? picture : string.Join(',', lines.Select((_, place) => Text(lines, files, place)).Prepend(picture));
    }

    private static string Text(IReadOnlyList<string> lines, IReadOnlyList<string> files, int place)
    {
        var font = FontFile.Find();
        var widest = lines.Max(font.Metrics.WidthOf);
        var size = (int)Math.Min(FontSizeMaxPx, WidthPx * TextWidthShare / widest);
        var fromBottom = ((lines.Count - place) * size * 1.12) + (HeightPx * 0.06);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"drawtext=fontfile={FilterText.Value(font.Path)}:textfile={FilterText.Value(files[place])}:expansion=none:fontsize={size}:fontcolor=white:borderw={size / 14 + 2}:bordercolor=black:x=(w-text_w)/2:y={HeightPx}-{(int)fromBottom}");
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Episode;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Runs;

/// <summary>An episode that came to its end: its records, and its files as they lie in the run's folder.</summary>
/// <param name="Run">Its run.</param>
/// <param name="Item">Its item.</param>
/// <param name="Calls">What was paid.</param>
/// <param name="Folder">The run's folder.</param>
/// <param name="Ffmpeg">Looks at its files.</param>
internal sealed record MadeEpisode(RunRecord Run, ItemRecord Item, IReadOnlyList<LedgerEntry> Calls, string Folder, FfmpegTool Ffmpeg)
{
    private VideoPixels? _pixels;

    public EpisodeResult Result => JsonSerializer.Deserialize<EpisodeResult>(Item.ResultJson.ShouldNotBeNull(), DurableJson.Options)!;

    public string Video => File("videos/tale.mp4");

    public string Thumbnail => File("thumbnails/tale.jpg");

    /// <summary>What fell back, by kind.</summary>
    public IReadOnlyList<string> Degradations => [.. Item.Degradations.Select(degradation => degradation.Kind)];

    /// <summary>Steps that were paid, such as <c>broll.fal 2</c>, in order.</summary>
    public IReadOnlyList<string> Steps => [.. Calls.Select(call => string.Create(CultureInfo.InvariantCulture, $"{call.Step} {call.Repeat}")).Order(StringComparer.Ordinal)];

    public Timeline Timeline => JsonSerializer.Deserialize<Timeline>(System.IO.File.ReadAllText(File("videos/tale.timeline.json")), RunFolderJson.Pretty)!;

    /// <summary>A file of the run's folder.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>The video, decoded once.</summary>
    public async Task<VideoPixels> PixelsAsync() => _pixels ??= await VideoPixels.ReadAsync(Ffmpeg, Video);

    /// <summary>A frame of the video in the middle of a shot.</summary>
    public async Task<PixelFrame> MiddleOfAsync(Shot shot) => (await PixelsAsync()).At(shot.StartFrame + (shot.Frames / 2));

    /// <summary>How loud a stretch of the video's sound is behind a filter of ffmpeg, dB.</summary>
    public async Task<double> LevelAsync(double from, double to, string filter = "anull")
    {
        var stretch = string.Create(CultureInfo.InvariantCulture, $"{filter},atrim={from}:{to}");
        var bytes = await VideoPixels.OutputAsync(Ffmpeg.Path, "-i", Video, "-af", stretch, "-ac", "1", "-f", "f32le", "-");
        var sum = 0.0;
        for (var i = 0; i < bytes.Length; i += 4) sum += Math.Pow(BitConverter.ToSingle(bytes, i), 2);
        return 10 * Math.Log10(Math.Max(1e-12, sum / (bytes.Length / 4)));
    }

    /// <summary>What the streams of a file are, as ffprobe tells: <c>h264,144,256</c>.</summary>
    public static async Task<IReadOnlyList<string>> StreamsAsync(string path)
    {
        var output = await VideoPixels.OutputAsync("ffprobe", "-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", path);
        return Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The finished episode did its work: it succeeded or is a degraded success, and the review found nothing.</summary>
    public MadeEpisode ShouldBeWhole()
    {
        Item.Error?.Message.ShouldBeNull();
        Item.Status.ShouldBe(Degradations.Count == 0 ? ItemStatus.Succeeded : ItemStatus.Degraded);
        Result.Review.ShouldNotBeNull().Problems.ShouldBeEmpty();
        return this;
    }
}

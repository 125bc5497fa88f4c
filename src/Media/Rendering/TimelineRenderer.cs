using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Makes a video of a timeline. Safe for several threads, each with its own scratch folder; at most one ffmpeg at a time runs for each call.</summary>
/// <remarks>
/// The same timeline, files, options and ffmpeg give the same bytes. The sound is made first, as it is small and its level is found by
/// measuring; then the picture in one pass, into which the finished sound is copied.
/// </remarks>
public sealed class TimelineRenderer(FfmpegTool tool, RenderOptions options, TimeProvider clock)
{
    /// <summary>Renders.</summary>
    /// <param name="timeline">What is to be seen and heard.</param>
    /// <param name="outputPath">The file that is written, mp4; its folder exists. One that is there is replaced at the end, at once.</param>
    /// <param name="scratchFolder">For temporary files, best on the same disk as the output; it is made when it is not there. Nothing of this call stays in it.</param>
    /// <param name="progress">Is told how far it is, about twice a second, on a thread of the pool; may be null.</param>
    /// <param name="cancellationToken">Ends ffmpeg and the work.</param>
    /// <exception cref="MediaException">The timeline is wrong, a file is missing, or ffmpeg failed; nothing was written then.</exception>
    public async Task<RenderedVideo> RenderAsync(
        Timeline timeline, string outputPath, string scratchFolder, IProgress<RenderProgress>? progress, CancellationToken cancellationToken)
    {
        TimelineRules.Check(timeline);
        var font = timeline.Captions.Count == 0 ? null : FontFile.Find();
        var output = Path.GetFullPath(outputPath);

        // Named after the output, so that what a killed process left is found and removed by the next one.
        var work = Path.Combine(Path.GetFullPath(scratchFolder), "render-" + Path.GetFileNameWithoutExtension(output));
        Remove(work);
        Directory.CreateDirectory(work);
        try
        {
            return await RenderAsync(new Job(timeline, output, work, font, clock.GetTimestamp()), progress, cancellationToken);
        }
        finally
        {
            Remove(work);
        }
    }

    private async Task<RenderedVideo> RenderAsync(Job job, IProgress<RenderProgress>? progress, CancellationToken cancellationToken)
    {
        var (sound, loudness) = await new SoundTrack(tool, options, clock).MakeAsync(job.Timeline, job.Folder, () => TimeLeft(job), cancellationToken);
        var captions = job.Font is { } font ? await WriteCaptionsAsync(job, font, cancellationToken) : null;
        var video = Path.Combine(job.Folder, "video.mp4");
        var clockwork = new RenderClock(job.Timeline.Seconds(), clock, progress);
        var what = new FfmpegJob($"The video '{Path.GetFileName(job.Output)}'", TimeLeft(job));
        await FfmpegRun.RunAsync(tool, RenderArguments.For(job.Timeline, captions, sound, video, options), what, clock, clockwork.Take, cancellationToken);
        clockwork.Done();

        var bytes = new FileInfo(video).Length;
        File.Move(video, job.Output, overwrite: true);
        return new RenderedVideo(job.Output, job.Timeline.Seconds(), bytes, loudness);
    }

    private async Task<CaptionFile> WriteCaptionsAsync(Job job, FontFile font, CancellationToken cancellationToken)
    {
        var file = Path.Combine(job.Folder, "captions.ass");
        var text = AdvancedSubStation.Write(job.Timeline.Captions, job.Timeline.WidthPx, job.Timeline.HeightPx, options.Captions, font);
        await File.WriteAllTextAsync(file, text, cancellationToken);

        // libass reads every font of the folder that it is given, so it gets one with this font alone.
        var fonts = Directory.CreateDirectory(Path.Combine(job.Folder, "fonts")).FullName;
        File.Copy(font.Path, Path.Combine(fonts, Path.GetFileName(font.Path)));
        return new CaptionFile(file, fonts);
    }

    private TimeSpan TimeLeft(Job job)
    {
        var left = options.Timeout - clock.GetElapsedTime(job.StartedAt);
        if (left > TimeSpan.Zero) return left;
        throw new MediaException(
            MediaErrorCodes.RenderTimeout,
            string.Create(CultureInfo.InvariantCulture, $"'{Path.GetFileName(job.Output)}' was not made within {options.Timeout.TotalSeconds:0.#} s."),
            "Try again when the machine is less busy, or raise the limit.",
            isRetryable: true);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private sealed record Job(Timeline Timeline, string Output, string Folder, FontFile? Font, long StartedAt);
}

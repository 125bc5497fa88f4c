using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Makes a video of a timeline. Safe for several threads, each with its own scratch folder; a call runs at most <see cref="RenderOptions.Processes"/> programs at a time.</summary>
/// <remarks>
/// The same timeline, files and options give the same bytes with the same ffmpeg, however many programs work at a time. The picture is made
/// in segments, which bounds the memory whatever the length, and beside them the sound, whose level is found by measuring. At the end they
/// are put into one file as they are.
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
        var captions = job.Font is { } font ? await WriteCaptionsAsync(job, font, cancellationToken) : null;
        var segments = SegmentPlan.Of(job.Timeline);
        var clockwork = new RenderClock(job.Timeline.Seconds(), clock, progress);
        EncodedSound? sound = null;

        // The sound is the longest piece that cannot be divided, so it begins first.
        await Parallel.ForEachAsync(Enumerable.Range(-1, segments.Count + 1), Beside(cancellationToken), async (place, token) =>
        {
            if (place < 0) sound = await new SoundTrack(tool, options, clock).MakeAsync(job.Timeline, job.Folder, () => TimeLeft(job), token);
            else await RenderSegmentAsync(job, captions, segments[place], place, clockwork, token);
        });
        var video = await JoinAsync(job, segments, sound!.Path, cancellationToken);
        clockwork.Done();

        var bytes = new FileInfo(video).Length;
        File.Move(video, job.Output, overwrite: true);
        return new RenderedVideo(job.Output, job.Timeline.Seconds(), bytes, sound.Loudness);
    }

    private ParallelOptions Beside(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = options.Processes, CancellationToken = cancellationToken };

    private Task RenderSegmentAsync(Job job, CaptionFile? captions, Segment segment, int place, RenderClock clockwork, CancellationToken cancellationToken)
    {
        var output = Path.Combine(job.Folder, SegmentList.NameOf(place));
        var arguments = RenderArguments.Segment(job.Timeline, segment, captions, output, options);
        return FfmpegRun.RunAsync(tool, arguments, What(job), clock, line => clockwork.Take(place, line), cancellationToken);
    }

    private async Task<string> JoinAsync(Job job, IReadOnlyList<Segment> segments, string sound, CancellationToken cancellationToken)
    {
        var list = Path.Combine(job.Folder, "segments.txt");
        await File.WriteAllTextAsync(list, SegmentList.Write(segments, job.Timeline.FramesPerSecond), cancellationToken);
        var video = Path.Combine(job.Folder, "video.mp4");
        await FfmpegRun.RunAsync(tool, RenderArguments.Whole(list, sound, video), What(job), clock, null, cancellationToken);
        return video;
    }

    private FfmpegJob What(Job job) => new($"The video '{Path.GetFileName(job.Output)}'", TimeLeft(job));

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

using System.Globalization;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Steps.TalkingHeads;

/// <summary>Looks at a clip that has just come: whether it decodes to its end, and is as long as what it says.</summary>
/// <param name="services">For ffmpeg and the clock.</param>
internal sealed class HeadLook(PipelineServices services)
{
    private const double LengthShareMax = 0.1;

    // Of a word or two, a tenth is less than what encoders and generators add for a breath.
    private const double LengthSecondsMin = 0.4;

    private static readonly DecodeLimits Limits = new() { Timeout = TimeSpan.FromMinutes(3), FramesMax = 40_000, FileBytesMax = 1L << 30, LongSideMaxPx = 640 };

    /// <summary>Looks. Never throws because of the clip.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="answer">What is known of it.</param>
    /// <param name="soundSeconds">Length of what it says, s.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TalkingHeadAnswer> LookAsync(string path, TalkingHeadAnswer answer, double soundSeconds, CancellationToken cancellationToken)
    {
        if (services.Ffmpeg is not { } ffmpeg) return answer with { NotChecked = "This host has no ffmpeg." };
        try
        {
            await using var frames = await FfmpegFrameSource.OpenAsync(ffmpeg, path, Limits, services.Clock, cancellationToken);
            var frame = new VideoFrame(frames.Format);
            var count = 0;
            while (await frames.ReadAsync(frame, cancellationToken)) count++;
            var seconds = frame.TimestampSeconds + (1 / frames.Format.FramesPerSecond);
            return answer with
            {
                Seconds = Math.Round(seconds, 3),
                Frames = count,
                WidthPx = frames.Format.WidthPx,
                HeightPx = frames.Format.HeightPx,
                Problem = frames.Warning is { } warning ? Cleaned(warning, path) : ProblemOf(seconds, soundSeconds),
            };
        }
        catch (MediaException exception)
        {
            return exception.IsRetryable
                ? answer with { NotChecked = Cleaned(exception.Message, path) }
                : answer with { Problem = Cleaned(exception.Message, path) };
        }
    }

    private static string? ProblemOf(double seconds, double soundSeconds) =>
        Math.Abs(seconds - soundSeconds) > Math.Max(LengthSecondsMin, LengthShareMax * soundSeconds)
            ? string.Create(CultureInfo.InvariantCulture, $"The clip takes {seconds:0.##} s for a sound of {soundSeconds:0.##} s.")
            : null;

    // Where it lay for a moment is of no use to anybody later.
    private static string Cleaned(string message, string path) => message.Replace(path, "the clip", StringComparison.Ordinal);
}

using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>One thing that a video was looked at for.</summary>
/// <param name="Check">Stable name, snake_case.</param>
/// <param name="Measured">What was found, in words.</param>
/// <param name="Allowed">What is allowed, in words.</param>
/// <param name="IsFine">True when it is as it should be.</param>
public sealed record ReviewFinding(string Check, string Measured, string Allowed, bool IsFine)
{
    /// <summary>What was found as a number, where others work with it; null elsewhere.</summary>
    public double? Value { get; init; }
}

/// <summary>What a video is to be.</summary>
/// <param name="WidthPx">Pixels in a row.</param>
/// <param name="HeightPx">Rows.</param>
/// <param name="Seconds">Length.</param>
public sealed record ReviewExpectation(int WidthPx, int HeightPx, double Seconds)
{
    /// <summary>Loudness that it is to have, LUFS; null where nothing is to be heard.</summary>
    public double? IntegratedLufs { get; init; } = -14;
}

/// <summary>Looks and listens to a finished video before it leaves. Safe for several threads; each call is one ffmpeg process.</summary>
public sealed class VideoReviewer(FfmpegTool tool, TimeProvider clock)
{
    private const double DurationTolerance = 0.02;
    private const double BlackSecondsMax = 0.5;
    private const double FrozenSecondsMax = 2;
    private const double SilentSecondsMax = 2.5;
    private const double LoudnessTolerance = 1;

    // Encoding lifts single samples over what the master had.
    private const double TruePeakMaxDbtp = -0.5;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    // A slow camera over a picture changes more than this in every frame; a frozen one changes nothing.
    private static readonly string VideoFilters = string.Create(
        CultureInfo.InvariantCulture, $"blackdetect=d={BlackSecondsMax}:pix_th=0.06:pic_th=0.995,freezedetect=n=-70dB:d={FrozenSecondsMax}");

    private static readonly string AudioFilters = string.Create(CultureInfo.InvariantCulture, $"silencedetect=n=-45dB:d={SilentSecondsMax},{Loudness.Filter}");

    /// <summary>Reviews a video.</summary>
    /// <param name="path">The file, of our own making.</param>
    /// <param name="expected">What it is to be.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <returns>Every check with what was measured.</returns>
    /// <exception cref="MediaException">It cannot be decoded at all.</exception>
    public async Task<IReadOnlyList<ReviewFinding>> ReviewAsync(string path, ReviewExpectation expected, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-nostdin", "-hide_banner", "-v", "info", "-nostats", "-protocol_whitelist", "file", "-i", Path.GetFullPath(path),
            "-map", "0:v:0", "-map", "0:a:0", "-vf", VideoFilters, "-af", AudioFilters, "-f", "null", "-",
        ];
        var said = await FfmpegRun.RunAsync(tool, arguments, new FfmpegJob($"The review of '{Path.GetFileName(path)}'", Timeout), clock, null, cancellationToken);
        return Findings(ReviewReport.Parse(said), expected);
    }

    private static List<ReviewFinding> Findings(ReviewReport report, ReviewExpectation expected)
    {
        var findings = new List<ReviewFinding>
        {
            new("video_stream", $"{report.VideoCodec} {report.WidthPx}x{report.HeightPx}", $"h264 {expected.WidthPx}x{expected.HeightPx}",
                report is { VideoCodec: "h264" } && report.WidthPx == expected.WidthPx && report.HeightPx == expected.HeightPx),
            new("audio_stream", report.AudioCodec, "aac", report.AudioCodec == "aac"),
            new("duration", Seconds(report.Seconds), $"{Seconds(expected.Seconds)}, 2 % off at most", Math.Abs(report.Seconds - expected.Seconds) <= expected.Seconds * DurationTolerance) { Value = report.Seconds },
            new("black", Seconds(report.BlackSeconds), $"no stretch of {Seconds(BlackSecondsMax)} or more", report.BlackSeconds == 0),
            new("freeze", Seconds(report.FrozenSeconds), $"no stretch of {Seconds(FrozenSecondsMax)} or more", report.FrozenSeconds == 0),
        };
        if (expected.IntegratedLufs is not { } wanted) return findings;

        findings.Add(new ReviewFinding("silence", Seconds(report.SilentSeconds), $"no stretch of {Seconds(SilentSecondsMax)} or more", report.SilentSeconds == 0));
        findings.Add(new ReviewFinding(
            "loudness", Number(report.Loudness.IntegratedLufs, "LUFS"), $"{Number(wanted, "LUFS")}, {LoudnessTolerance} off at most", Math.Abs(report.Loudness.IntegratedLufs - wanted) <= LoudnessTolerance));
        findings.Add(new ReviewFinding("true_peak", Number(report.Loudness.TruePeakDbtp, "dBTP"), $"at most {Number(TruePeakMaxDbtp, "dBTP")}", report.Loudness.TruePeakDbtp <= TruePeakMaxDbtp));
        return findings;
    }

    private static string Seconds(double seconds) => Number(seconds, "s");

    private static string Number(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:0.##} {unit}");
}

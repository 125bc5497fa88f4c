using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.FrameJobs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>What <c>analyze --json</c> says of one file. <c>docs/analysis.md</c> explains every field.</summary>
internal sealed record FileAnalysis
{
    public required string File { get; init; }

    public int Frames { get; init; }

    public double FramesPerSecond { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public required VideoScores Scores { get; init; }

    public ReferenceMeasure? Reference { get; init; }

    public IReadOnlyList<FileDetector> Detectors { get; init; } = [];

    public string? Device { get; init; }

    public string? Warning { get; init; }

    public FileError? Error { get; init; }

    public static FileAnalysis Of(string file, ClipAnalysis analysis)
    {
        var video = analysis.Video;
        return new FileAnalysis
        {
            File = file,
            Frames = video.Frames,
            FramesPerSecond = video.FramesPerSecond,
            Width = video.Width,
            Height = video.Height,
            Scores = VideoScoring.Score(video.Detectors),
            Detectors = [.. video.Detectors.Select(detector => FileDetector.Of(detector, new FrameBox(0, 0, video.Width, video.Height)))],
            Device = analysis.Device,
            Warning = video.Warning,
        };
    }

    public static FileAnalysis Failed(string file, FileError error) => new() { File = file, Scores = VideoScoring.Score([]), Error = error };
}

/// <summary>One detector's answer.</summary>
internal sealed record FileDetector(
    string Id, double Score, bool Detected, bool Abstained, string? Reason, IReadOnlyList<FileFinding> Findings)
{
    public static FileDetector Of(DetectorResult result, FrameBox whole) => new(
        result.Id,
        result.Score,
        result.Detected,
        result.Abstained,
        result.Reason,
        [.. result.Findings.Select(finding => new FileFinding(finding.StartSeconds, finding.EndSeconds, finding.PeakSeconds, finding.Severity, finding.Box ?? whole))]);
}

/// <summary>One place where a defect shows. A defect of the whole frame has the whole frame as its box.</summary>
internal sealed record FileFinding(double StartSeconds, double EndSeconds, double PeakSeconds, double Severity, FrameBox Box);

/// <summary>How near the file is to its reference.</summary>
/// <param name="Psnr">Decibels; null when both are identical, because JSON has no infinity.</param>
/// <param name="Ssim">-1 to 1.</param>
/// <param name="Identical">True when all pixels of all frames are equal.</param>
/// <param name="Frames">Frames compared.</param>
/// <param name="Note">What limits the comparison; null when nothing does.</param>
internal sealed record ReferenceMeasure(double? Psnr, double Ssim, bool Identical, int Frames, string? Note)
{
    public static ReferenceMeasure Of(ReferenceComparison comparison)
    {
        var isIdentical = double.IsPositiveInfinity(comparison.PsnrDb);
        return new ReferenceMeasure(isIdentical ? null : comparison.PsnrDb, comparison.Ssim, isIdentical, comparison.Frames, comparison.Note);
    }
}

/// <summary>Why there is no result, or none from the reference.</summary>
internal sealed record FileError(string Code, string Message, string? Hint)
{
    public static FileError Of(MediaException exception) => new(exception.Code, exception.Message, exception.Hint);
}

using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.FrameJobs;

/// <summary>Decodes a clip's frames and runs the detectors over them, on a device of a pool.</summary>
/// <param name="ffmpeg">Takes pictures of single frames, and decodes unless there is a decoder.</param>
/// <param name="devices">Where the pixel work is done.</param>
/// <param name="clock">Measures time limits.</param>
/// <param name="decoder">What decodes; null for a process of ffmpeg for each clip, within <see cref="Limits"/>.</param>
/// <remarks>Safe for several threads.</remarks>
public sealed class ClipAnalyzer(FfmpegTool ffmpeg, DevicePool devices, TimeProvider clock, IClipDecoder? decoder = null)
{
    private readonly IClipDecoder _decoder = decoder ?? new FfmpegClipDecoder(ffmpeg, Limits, clock);

    /// <summary>How clips are decoded: with colour, which several detectors look at.</summary>
    public static DecodeLimits Limits { get; } = new() { HasChroma = true };

    /// <summary>Where clips are analysed.</summary>
    public DevicePool Devices => devices;

    /// <summary>Analyses a file of which the prompt expects what <see cref="DetectorCatalog"/> understands.</summary>
    /// <exception cref="MediaException">It cannot be decoded.</exception>
    /// <exception cref="DeviceMemoryException">No device is large enough for its frames.</exception>
    public Task<ClipAnalysis> AnalyzeAsync(string file, IReadOnlyCollection<string> expects, CancellationToken cancellationToken) =>
        AnalyzeAsync(file, file, expects, cancellationToken);

    /// <summary>Analyses a file under the name that the pool shows while it is at work.</summary>
    /// <exception cref="MediaException">It cannot be decoded.</exception>
    /// <exception cref="DeviceMemoryException">No device is large enough for its frames.</exception>
    public async Task<ClipAnalysis> AnalyzeAsync(string name, string file, IReadOnlyCollection<string> expects, CancellationToken cancellationToken)
    {
        await using var frames = await _decoder.OpenAsync(file, cancellationToken);
        using var lease = await devices.LeaseAsync(DeviceJob.For(name, frames.Format), cancellationToken);
        using var backend = lease.Device.CreateBackend();
        var analysis = await VideoAnalyzer.AnalyzeAsync(frames, DetectorCatalog.CreateAll(expects), backend, cancellationToken);
        return new ClipAnalysis(analysis, lease.Device.Id);
    }

    /// <summary>
    /// The frame at a finding's worst moment as a JPEG picture, null when it cannot be had. Pictures are for people: without one,
    /// the analysis is still whole.
    /// </summary>
    public Task<byte[]?> TakePictureAsync(
        string file, VideoAnalysis analysis, DetectorFinding finding, int longSideMaxPx, bool drawsBox, CancellationToken cancellationToken)
    {
        // Half a frame early, so that a rounded time does not give the frame behind the one that is meant.
        var seconds = Math.Max(0, finding.PeakSeconds - 0.5 / analysis.FramesPerSecond);
        return StillPicture.TakeAsync(ffmpeg, file, new StillRequest(seconds, longSideMaxPx, drawsBox ? finding.Box : null), clock, cancellationToken);
    }
}

/// <summary>An analysis and where it was made.</summary>
/// <param name="Video">What was measured.</param>
/// <param name="Device">Id of the device.</param>
public sealed record ClipAnalysis(VideoAnalysis Video, string Device);

using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.FrameJobs;

/// <summary>Decodes a clip's frames and runs the detectors over them.</summary>
/// <remarks>Safe for several threads; each call has one decoder process.</remarks>
public sealed class ClipAnalyzer(FfmpegTool ffmpeg, TimeProvider clock)
{
    private static readonly DecodeLimits Limits = new();

    /// <summary>Analyses a file.</summary>
    /// <exception cref="MediaException">It cannot be decoded.</exception>
    public async Task<VideoAnalysis> AnalyzeAsync(string file, CancellationToken cancellationToken)
    {
        await using var frames = await FfmpegFrameSource.OpenAsync(ffmpeg, file, Limits, clock, cancellationToken);
        return await VideoAnalyzer.AnalyzeAsync(frames, cancellationToken);
    }

    /// <summary>Analyses the clip of a job; a clip that cannot be decoded is a result too.</summary>
    public async Task<FrameResult> AnalyzeAsync(FrameJob job, string file, string worker, CancellationToken cancellationToken)
    {
        try
        {
            var analysis = await AnalyzeAsync(file, cancellationToken);
            return new FrameResult(job.JobId, job.RunId, job.InstanceId, worker, analysis, null);
        }
        catch (MediaException exception)
        {
            var error = new FrameJobError(exception.Code, exception.Message, exception.Hint, exception.IsRetryable);
            return new FrameResult(job.JobId, job.RunId, job.InstanceId, worker, null, error);
        }
    }
}

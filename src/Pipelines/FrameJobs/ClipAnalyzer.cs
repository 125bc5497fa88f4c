using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.FrameJobs;

/// <summary>Decodes a clip's frames and runs the detectors over them.</summary>
/// <remarks>Safe for several threads; each call has one decoder process.</remarks>
public sealed class ClipAnalyzer(FfmpegTool ffmpeg, TimeProvider clock)
{
    private static readonly DecodeLimits Limits = new() { HasChroma = true };

    /// <summary>Analyses a file of which the prompt expects what <see cref="DetectorCatalog"/> understands.</summary>
    /// <exception cref="MediaException">It cannot be decoded.</exception>
    public async Task<VideoAnalysis> AnalyzeAsync(string file, IReadOnlyCollection<string> expects, CancellationToken cancellationToken)
    {
        await using var frames = await FfmpegFrameSource.OpenAsync(ffmpeg, file, Limits, clock, cancellationToken);
        return await VideoAnalyzer.AnalyzeAsync(frames, DetectorCatalog.CreateAll(expects), cancellationToken);
    }

    /// <summary>Analyses the clip of a job; a clip that cannot be decoded is a result too.</summary>
    public async Task<FrameResult> AnalyzeAsync(FrameJob job, string file, string worker, CancellationToken cancellationToken)
    {
        try
        {
            var analysis = await AnalyzeAsync(file, job.Expects, cancellationToken);
            return new FrameResult(job.JobId, job.RunId, job.InstanceId, worker, analysis, null);
        }
        catch (MediaException exception)
        {
            var error = new FrameJobError(exception.Code, exception.Message, exception.Hint, exception.IsRetryable);
            return new FrameResult(job.JobId, job.RunId, job.InstanceId, worker, null, error);
        }
    }
}

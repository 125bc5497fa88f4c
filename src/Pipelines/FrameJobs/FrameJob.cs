using FunctionsPipeline.Analysis;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.FrameJobs;

/// <summary>A clip to be analysed, as it lies at <c>frame-jobs/&lt;run&gt;/&lt;job&gt;.json</c>.</summary>
/// <param name="JobId">The same for every time the job is put: an item's round gives one job.</param>
/// <param name="RunId">Run.</param>
/// <param name="InstanceId">Instance that waits for the event.</param>
/// <param name="ClipPath">Blob path of the clip.</param>
/// <param name="Expects">What the prompt expects to see, for example <c>ballistic</c>.</param>
public sealed record FrameJob(string JobId, string RunId, string InstanceId, string ClipPath, IReadOnlyList<string> Expects);

/// <summary>What came of a job, as it lies at <c>frame-results/&lt;run&gt;/&lt;job&gt;.json</c>. Exactly one of analysis and error is set.</summary>
public sealed record FrameResult(
    string JobId, string RunId, string InstanceId, string Worker, VideoAnalysis? Analysis, FrameJobError? Error)
{
    /// <summary>Id of the device that it was analysed on; null when it was not.</summary>
    public string? Device { get; init; }

    /// <summary>What the worker used in place of what it was to use; none in results of workers that do not fall back.</summary>
    public IReadOnlyList<Degradation> Degradations { get; init; } = [];

    /// <summary>Pictures of the worst that was found.</summary>
    public IReadOnlyList<DefectPicture> Pictures { get; init; } = [];
}

/// <summary>A frame that shows a defect, with a box around it, as a JPEG file.</summary>
/// <param name="Detector">What found it.</param>
/// <param name="Path">Blob path; inside the run's folder once it is in that folder's files.</param>
/// <param name="Seconds">When the frame is shown, from the first frame.</param>
public sealed record DefectPicture(string Detector, string Path, double Seconds);

/// <summary>Why a clip could not be analysed.</summary>
public sealed record FrameJobError(string Code, string Message, string? Hint, bool Retryable);

/// <summary>Who works on a job and since when; the blob's time is the heartbeat.</summary>
internal sealed record FrameJobClaim(string Worker);

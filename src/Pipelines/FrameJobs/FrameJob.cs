using FunctionsPipeline.Analysis;

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
    string JobId, string RunId, string InstanceId, string Worker, VideoAnalysis? Analysis, FrameJobError? Error);

/// <summary>Why a clip could not be analysed.</summary>
public sealed record FrameJobError(string Code, string Message, string? Hint, bool Retryable);

/// <summary>Who works on a job and since when; the blob's time is the heartbeat.</summary>
internal sealed record FrameJobClaim(string Worker);

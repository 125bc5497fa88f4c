using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.FrameJobs;

/// <summary>
/// Frame jobs and their results: two folders, and nothing else, are what a pipeline and a worker share. A job is put under a fixed id,
/// so putting it twice is putting it once; a result ends it.
/// </summary>
public sealed class FrameJobStore(IBlobStore blobs)
{
    private const string Jobs = "frame-jobs/";
    private const string Results = "frame-results/";
    private const string JobEnding = ".json";
    private const string ClaimEnding = ".claim";

    // No run is called so.
    private const string Workers = Jobs + "workers/";
    private const string DevicesEnding = ".devices";

    /// <summary>Puts a job, unless it or its result is already there.</summary>
    public async Task PutJobAsync(FrameJob job, CancellationToken cancellationToken)
    {
        if (await blobs.GetPropertiesAsync(ResultPath(job.RunId, job.JobId), cancellationToken) is not null) return;
        try
        {
            await PutAsync(JobPath(job.RunId, job.JobId), job, BlobCondition.IfAbsent, cancellationToken);
        }
        catch (BlobConflictException)
        {
            // The same job was put before.
        }
    }

    /// <summary>The result of a job, or null while there is none.</summary>
    public Task<FrameResult?> GetResultAsync(string runId, string jobId, CancellationToken cancellationToken) =>
        GetAsync<FrameResult>(ResultPath(runId, jobId), cancellationToken);

    /// <summary>How the devices of the living workers stand.</summary>
    /// <param name="silence">A worker that has written nothing for so long is taken for gone.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<WorkerDevices>> ListDevicesAsync(TimeSpan silence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var workers = new List<WorkerDevices>();
        await foreach (var blob in blobs.ListAsync(Workers, cancellationToken))
        {
            if (now - blob.LastModified > silence) continue;

            // It may end, and its report with it, between the list and the question.
            if (await GetAsync<WorkerDevices>(blob.Path, cancellationToken) is { } devices) workers.Add(devices);
        }

        return workers;
    }

    /// <summary>Puts how a worker's devices stand.</summary>
    internal Task PutDevicesAsync(WorkerDevices devices, CancellationToken cancellationToken) =>
        PutAsync(DevicesPath(devices.Worker), devices, BlobCondition.None, cancellationToken);

    /// <summary>Removes a worker's report, at its end.</summary>
    internal Task ForgetDevicesAsync(string worker) => blobs.DeleteAsync(DevicesPath(worker), null, CancellationToken.None);

    /// <summary>Removes the reports of workers that ended without doing it themselves.</summary>
    internal async Task ForgetSilentWorkersAsync(TimeSpan silence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var silent = new List<string>();
        await foreach (var blob in blobs.ListAsync(Workers, cancellationToken))
        {
            if (now - blob.LastModified > silence) silent.Add(blob.Path);
        }

        foreach (var path in silent) await blobs.DeleteAsync(path, null, cancellationToken);
    }

    /// <summary>Jobs that wait, of one run or of all, in path order.</summary>
    internal async IAsyncEnumerable<string> ListJobPathsAsync(string? runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = runId is null ? Jobs : Jobs + runId + "/";
        await foreach (var blob in blobs.ListAsync(prefix, cancellationToken))
        {
            if (blob.Path.EndsWith(JobEnding, StringComparison.Ordinal)) yield return blob.Path;
        }
    }

    /// <summary>
    /// Takes a job. Null when it is gone, done or held by another worker whose last heartbeat is younger than <paramref name="lease"/>.
    /// </summary>
    /// <param name="jobPath">As listed.</param>
    /// <param name="worker">Who takes it.</param>
    /// <param name="lease">A claim without a heartbeat for so long is void.</param>
    /// <param name="isDead">Tells workers that cannot be alive any more, whatever their heartbeat says.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task<ClaimedFrameJob?> TryClaimAsync(
        string jobPath, string worker, TimeSpan lease, Func<string, bool> isDead, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claimPath = jobPath[..^JobEnding.Length] + ClaimEnding;
        var condition = BlobCondition.IfAbsent;
        if (await blobs.GetPropertiesAsync(claimPath, cancellationToken) is { } held)
        {
            var holder = await GetAsync<FrameJobClaim>(claimPath, cancellationToken);
            var isVoid = now - held.LastModified > lease || (holder is not null && isDead(holder.Worker));
            if (!isVoid) return null;
            condition = BlobCondition.IfETag(held.ETag);
        }

        string etag;
        try
        {
            etag = await PutAsync(claimPath, new FrameJobClaim(worker), condition, cancellationToken);
        }
        catch (BlobConflictException)
        {
            return null;
        }

        var job = await GetAsync<FrameJob>(jobPath, cancellationToken);
        if (job is not null) return new ClaimedFrameJob(job, jobPath, claimPath, worker) { ETag = etag };

        await blobs.DeleteAsync(claimPath, null, cancellationToken);
        return null;
    }

    /// <summary>Says that the worker is alive. False when another worker has taken the job.</summary>
    internal async Task<bool> BeatAsync(ClaimedFrameJob claim, CancellationToken cancellationToken)
    {
        try
        {
            claim.ETag = await PutAsync(
                claim.ClaimPath, new FrameJobClaim(claim.Worker), BlobCondition.IfETag(claim.ETag), cancellationToken);
            return true;
        }
        catch (BlobConflictException)
        {
            return false;
        }
    }

    /// <summary>Puts the result, then removes job and claim: whoever dies in between leaves a job that is found done.</summary>
    internal async Task CompleteAsync(ClaimedFrameJob claim, FrameResult result, CancellationToken cancellationToken)
    {
        await PutAsync(ResultPath(result.RunId, result.JobId), result, BlobCondition.None, cancellationToken);
        await ForgetAsync(claim, cancellationToken);
    }

    /// <summary>Removes a job that has its result.</summary>
    internal async Task ForgetAsync(ClaimedFrameJob claim, CancellationToken cancellationToken)
    {
        await blobs.DeleteAsync(claim.JobPath, null, cancellationToken);
        await blobs.DeleteAsync(claim.ClaimPath, null, cancellationToken);
    }

    /// <summary>Gives a job back unfinished.</summary>
    internal Task ReleaseAsync(ClaimedFrameJob claim) => blobs.DeleteAsync(claim.ClaimPath, null, CancellationToken.None);

    private static string DevicesPath(string worker) => $"{Workers}{worker}{DevicesEnding}";

    private static string JobPath(string runId, string jobId) => $"{Jobs}{runId}/{jobId}{JobEnding}";

    private static string ResultPath(string runId, string jobId) => $"{Results}{runId}/{jobId}.json";

    private async Task<string> PutAsync<T>(string path, T value, BlobCondition condition, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(value, DurableJson.Options));
        return await blobs.PutAsync(path, content, condition, cancellationToken);
    }

    private async Task<T?> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        await using var blob = await blobs.OpenReadAsync(path, cancellationToken);
        return blob is null
            ? null
            : await JsonSerializer.DeserializeAsync<T>(blob.Content, DurableJson.Options, cancellationToken);
    }
}

/// <summary>A job in a worker's hands.</summary>
internal sealed record ClaimedFrameJob(FrameJob Job, string JobPath, string ClaimPath, string Worker)
{
    public required string ETag { get; set; }
}

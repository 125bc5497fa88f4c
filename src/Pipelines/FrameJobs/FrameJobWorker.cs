using System.Threading.Channels;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Pipelines.FrameJobs;

/// <summary>How a worker works.</summary>
public sealed record FrameJobWorkerOptions
{
    /// <summary>Name in claims and results, unique among living workers.</summary>
    public required string Name { get; init; }

    /// <summary>Run whose jobs are taken; null takes those of all runs.</summary>
    public string? RunId { get; init; }

    /// <summary>Clips analysed at once. At least 1.</summary>
    public required int Parallelism { get; init; }

    /// <summary>How often the folder is looked through. Default 2 s.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Default of <see cref="Lease"/>; also how long a worker's word on its devices is believed.</summary>
    public static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(30);

    /// <summary>A claim without a heartbeat for so long is void. Default 30 s; a heartbeat comes every third of it.</summary>
    public TimeSpan Lease { get; init; } = DefaultLease;

    /// <summary>What this worker uses in place of what it was to use; goes into each analysis that it makes. Default: none.</summary>
    public IReadOnlyList<Degradation> Degradations { get; init; } = [];

    /// <summary>Tells claims of workers that cannot be alive any more. Default: none.</summary>
    public Func<string, bool> IsDead { get; init; } = static _ => false;
}

/// <summary>
/// Takes frame jobs, analyses them and puts the results. It touches the two folders, the clips and the pictures beside them, never the database, so the same class
/// runs inside the pipeline's process and as a process of its own.
/// </summary>
public sealed class FrameJobWorker(
    FrameJobStore store,
    IBlobStore blobs,
    ClipAnalyzer analyzer,
    FrameJobWorkerOptions options,
    Func<FrameResult, CancellationToken, Task> onDone,
    TimeProvider clock,
    ILogger<FrameJobWorker> logger)
{
    private readonly FrameJobAnalysis _analysis = new(analyzer, blobs, options);

    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says that a job was put, so that nobody waits for the next look through the folder.</summary>
    public void Wake() => _wakeUps.Writer.TryWrite(true);

    /// <summary>Works until cancelled; jobs in hand are given back then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var report = new WorkerDevicesReport(store, analyzer.Devices, options, clock, logger);
        await report.StartAsync();
        try
        {
            while (true)
            {
                if (!await TryWorkOnceAsync(cancellationToken)) await WaitForWorkAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    /// <summary>Takes every job that can be taken now and returns how many were done.</summary>
    public async Task<int> WorkOnceAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        await Parallel.ForEachAsync(
            store.ListJobPathsAsync(options.RunId, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken },
            async (path, token) =>
            {
                var claim = await store.TryClaimAsync(path, options.Name, options.Lease, options.IsDead, clock.GetUtcNow(), token);
                if (claim is null) return;
                await WorkAsync(claim, token);
                Interlocked.Increment(ref done);
            });
        return done;
    }

    /// <summary>True when there was something to do and it may be worth looking again at once.</summary>
    private async Task<bool> TryWorkOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WorkOnceAsync(cancellationToken) > 0;
        }
        catch (IOException exception)
        {
            // A full or vanished disk may come back; the jobs are still there.
            logger.LogError(exception, "Frame jobs could not be read or written; looking again in {Interval}.", options.SweepInterval);
            return false;
        }
    }

    private async Task WorkAsync(ClaimedFrameJob claim, CancellationToken cancellationToken)
    {
        var job = claim.Job;
        if (await store.GetResultAsync(job.RunId, job.JobId, cancellationToken) is { } earlier)
        {
            await store.ForgetAsync(claim, cancellationToken);
            await onDone(earlier, cancellationToken);
            return;
        }

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var heartbeat = clock.CreateTimer(_ => Beat(claim, lost), null, options.Lease / 3, options.Lease / 3);
        try
        {
            var result = await AnalyzeAsync(job, lost.Token);
            await store.CompleteAsync(claim, result, cancellationToken);
            await onDone(result, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await store.ReleaseAsync(claim);
            throw;
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("Frame job {Job} of run {Run} was taken over by another worker.", job.JobId, job.RunId);
        }
    }

    /// <summary>Whatever goes wrong with one clip is that clip's result: the worker goes on, and the item learns why.</summary>
    private async Task<FrameResult> AnalyzeAsync(FrameJob job, CancellationToken cancellationToken)
    {
        try
        {
            using var clip = await blobs.GetLocalFileAsync(job.ClipPath, cancellationToken);
            return await _analysis.AnalyzeAsync(job, clip.FilePath, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return Failed("clip_missing", $"The clip {job.ClipPath} is not there.", "Retry the item: it is downloaded again, not paid again.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Frame job {Job} of run {Run} failed.", job.JobId, job.RunId);
            return Failed("analysis_failed", $"The analysis broke off: {exception.Message}", "The log says more. A retry of the item analyses the clip again without paying.");
        }

        FrameResult Failed(string code, string message, string hint) =>
            new(job.JobId, job.RunId, job.InstanceId, options.Name, null, new FrameJobError(code, message, hint, true));
    }

    private void Beat(ClaimedFrameJob claim, CancellationTokenSource lost)
    {
        _ = BeatAsync();

        async Task BeatAsync()
        {
            try
            {
                if (!await store.BeatAsync(claim, lost.Token)) await lost.CancelAsync();
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or IOException)
            {
                // The job ended meanwhile, or the next heartbeat tries again before the lease ends.
                logger.LogDebug(exception, "Heartbeat of frame job {Job} was not written.", claim.Job.JobId);
            }
        }
    }

    private async Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        await using var timer = clock.CreateTimer(_ => _wakeUps.Writer.TryWrite(true), null, options.SweepInterval, Timeout.InfiniteTimeSpan);
        await _wakeUps.Reader.ReadAsync(cancellationToken);
    }
}

using System.Globalization;
using Azure.Storage.Queues;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Decoding;
using FunctionsPipeline.GpuWorker.Devices;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.State.Blobs;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.GpuWorker.Hosting;

/// <summary>Puts the worker together and runs it until it is told to stop; claims in hand are given back then.</summary>
public sealed class WorkerProgram(WorkerSettings settings, IBlobStore blobs, QueueClient? wakeQueue, TimeProvider clock, ILoggerFactory loggers)
{
    /// <summary>A heartbeat may be late by so many sweeps before the worker counts as stuck.</summary>
    private const int SweepsMissedMax = 5;

    /// <summary>Name of a worker that was given none: unique, as long as a machine's processes are.</summary>
    private string Name { get; } = settings.Name
        ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{clock.GetUtcNow().ToUnixTimeMilliseconds():x}");

    /// <summary>Works until cancelled.</summary>
    /// <exception cref="MediaException">There is no ffmpeg.</exception>
    /// <exception cref="InvalidOperationException">There is no device of the kinds that are wanted, or no OpenCV where it is to decode.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<WorkerProgram>();
        var ffmpeg = await FfmpegTool.FindAsync(settings.FfmpegPath, clock, cancellationToken);
        using var accelerators = WorkerAccelerators.Open(settings.Accelerators, settings.JobsPerDevice, clock.GetUtcNow());
        foreach (var device in accelerators.Devices) logger.LogInformation("Device {Id}: {Name}.", device.Id, device.Name);
        if (accelerators.Degradation is { } fallback) logger.LogWarning("{What} {Why} {Effect}", fallback.What, fallback.Why, fallback.VisibleEffect);

        var pool = new DevicePool(accelerators.Devices, settings.DeviceStrategy, Environment.ProcessId);
        var observed = new ObservedBlobStore(blobs, clock);
        var options = new FrameJobWorkerOptions
        {
            Name = Name,
            Parallelism = pool.JobsMax,
            SweepInterval = settings.SweepInterval,
            Lease = settings.Lease,
            Degradations = accelerators.Degradation is { } degradation ? [degradation] : [],
        };
        var worker = new FrameJobWorker(
            new FrameJobStore(observed), observed, new ClipAnalyzer(ffmpeg, pool, clock, Decoder()), options,
            (result, _) => Told(result, logger), clock, loggers.CreateLogger<FrameJobWorker>());
        var health = new WorkerHealth(Name, pool, observed, Longest(settings.Lease, settings.SweepInterval * SweepsMissedMax), options.Degradations, clock);
        await using var endpoint = settings.HealthPort == 0 ? null : HealthEndpoint.Start("*", settings.HealthPort, health, logger);
        await using var stopping = cancellationToken.Register(health.Stop);
        logger.LogInformation("Worker {Name} waits for clips.", Name);
        await Task.WhenAll(worker.RunAsync(cancellationToken), WakeAsync(worker, logger, cancellationToken));
        logger.LogInformation("Worker {Name} has stopped.", Name);
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static Task Told(FrameResult result, ILogger logger)
    {
        logger.LogInformation("Frame job {Job} of run {Run}: {Outcome}.", result.JobId, result.RunId, result.Error?.Code ?? $"analysed on {result.Device}");
        return Task.CompletedTask;
    }

    private IClipDecoder? Decoder()
    {
        if (settings.Decoder != DecoderKind.OpenCV) return null;
        if (OpenCvLibrary.MissingReason is { } reason) throw new InvalidOperationException(reason);
        return new OpenCvClipDecoder(ClipAnalyzer.Limits, clock);
    }

    private Task WakeAsync(FrameJobWorker worker, ILogger logger, CancellationToken cancellationToken) =>
        wakeQueue is null ? Task.CompletedTask : new QueueWakeUp(wakeQueue, worker, clock, logger).RunAsync(cancellationToken);
}

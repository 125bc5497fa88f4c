using FunctionsPipeline.Analysis;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Pipelines.FrameJobs;

/// <summary>How a worker's devices stand, as it lies at <c>frame-jobs/workers/&lt;worker&gt;.devices</c> while the worker lives.</summary>
/// <param name="Worker">Who has them.</param>
/// <param name="Devices">Its devices, with the items on each.</param>
public sealed record WorkerDevices(string Worker, IReadOnlyList<DeviceUse> Devices);

/// <summary>
/// Writes down how a worker's devices stand, so that <c>status</c> can show it from another process. It is news, not state: when it
/// cannot be written, nobody is kept from work.
/// </summary>
internal sealed class WorkerDevicesReport(FrameJobStore store, DevicePool devices, FrameJobWorkerOptions options, TimeProvider clock, ILogger logger)
    : IAsyncDisposable
{
    private readonly SemaphoreSlim _writing = new(1);
    private ITimer? _timer;
    private bool _isOver;

    /// <summary>Writes now, and again at every sweep until disposed. Reports of workers that are gone are removed first.</summary>
    public async Task StartAsync()
    {
        await TryAsync(() => store.ForgetSilentWorkersAsync(options.Lease, clock.GetUtcNow(), CancellationToken.None));
        await WriteAsync();
        _timer = clock.CreateTimer(_ => _ = WriteAsync(), null, options.SweepInterval, options.SweepInterval);
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null) await _timer.DisposeAsync();
        await _writing.WaitAsync();
        _isOver = true;
        _writing.Release();
        await TryAsync(() => store.ForgetDevicesAsync(options.Name));
    }

    private async Task WriteAsync()
    {
        // A slow disk must not pile writes up.
        if (!await _writing.WaitAsync(TimeSpan.Zero)) return;
        try
        {
            if (!_isOver) await TryAsync(() => store.PutDevicesAsync(new WorkerDevices(options.Name, devices.Snapshot()), CancellationToken.None));
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task TryAsync(Func<Task> writeAsync)
    {
        try
        {
            await writeAsync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogDebug(exception, "How the devices of {Worker} stand was not written.", options.Name);
        }
    }
}

using FunctionsPipeline.Analysis;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.GpuWorker.Hosting;

/// <summary>Says how the worker is. Safe for several threads.</summary>
/// <param name="worker">Its name.</param>
/// <param name="devices">Its devices.</param>
/// <param name="store">Tells when it last wrote.</param>
/// <param name="silenceMax">Longest time between two writes of a worker that is well.</param>
/// <param name="degradations">What it uses in place of what it was to use.</param>
/// <param name="clock">The time.</param>
public sealed class WorkerHealth(
    string worker, DevicePool devices, ObservedBlobStore store, TimeSpan silenceMax, IReadOnlyList<Degradation> degradations, TimeProvider clock)
{
    private volatile bool _isStopping;

    /// <summary>From now on the worker is not well: it takes no more work.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>How it is now.</summary>
    public WorkerHealthReport Report()
    {
        var last = store.LastWrite;
        var status = (_isStopping, last) switch
        {
            (true, _) => "stopping",
            (_, null) => "starting",
            (_, { } at) when clock.GetUtcNow() - at > silenceMax => "silent",
            _ => "ok",
        };
        return new WorkerHealthReport(status, worker, last, devices.Snapshot(), degradations);
    }
}

/// <summary>How a worker is, as <c>GET /healthz</c> gives it.</summary>
/// <param name="Status"><c>ok</c>; <c>starting</c>, <c>stopping</c>, or <c>silent</c> when it could not write its heartbeat.</param>
/// <param name="Worker">Its name.</param>
/// <param name="LastHeartbeat">When it last wrote to the store; null before the first time.</param>
/// <param name="Devices">Its devices.</param>
/// <param name="Degradations">What it uses in place of what it was to use.</param>
public sealed record WorkerHealthReport(
    string Status, string Worker, DateTimeOffset? LastHeartbeat, IReadOnlyList<DeviceUse> Devices, IReadOnlyList<Degradation> Degradations)
{
    /// <summary>True for <c>ok</c>.</summary>
    public bool IsWell => Status == "ok";
}

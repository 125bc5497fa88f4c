namespace FunctionsPipeline.Analysis;

/// <summary>A place on a device. Dispose it to give the place back; a second time does nothing.</summary>
public sealed class DeviceLease : IDisposable
{
    private Action<DeviceLease>? _release;

    internal DeviceLease(AnalysisDevice device, DeviceJob job, Action<DeviceLease> release) => (Device, Job, _release) = (device, job, release);

    /// <summary>The device.</summary>
    public AnalysisDevice Device { get; }

    /// <summary>Who holds the place.</summary>
    public DeviceJob Job { get; }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke(this);
}

/// <summary>A job needs more memory than any device has, so waiting would be in vain.</summary>
public sealed class DeviceMemoryException : Exception
{
    internal DeviceMemoryException(DeviceJob job, long largestBytes)
        : base($"'{job.Name}' needs {job.Bytes:N0} bytes of device memory; the largest device has {largestBytes:N0}.") =>
        (NeededBytes, LargestBytes) = (job.Bytes, largestBytes);

    /// <summary>What the job needs.</summary>
    public long NeededBytes { get; }

    /// <summary>What the largest device has.</summary>
    public long LargestBytes { get; }
}

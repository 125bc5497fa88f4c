using System.Globalization;

namespace FunctionsPipeline.Analysis;

/// <summary>The processors of this machine as a device.</summary>
public sealed class CpuDevice : AnalysisDevice
{
    /// <summary>Its <see cref="AnalysisDevice.Id"/>.</summary>
    public const string DeviceId = "cpu";

    /// <summary>As many videos at once as there are processors: each is one thread's work then.</summary>
    public CpuDevice()
        : this(Environment.ProcessorCount)
    {
    }

    /// <param name="jobsMax">Videos at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public CpuDevice(int jobsMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobsMax, 1);
        JobsMax = jobsMax;
    }

    /// <inheritdoc/>
    public override string Id => DeviceId;

    /// <inheritdoc/>
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors");

    /// <inheritdoc/>
    public override AnalysisDeviceKind Kind => AnalysisDeviceKind.Cpu;

    /// <inheritdoc/>
    public override int JobsMax { get; }

    /// <summary>Memory of the machine, or of the container that this process runs in.</summary>
    public override long MemoryTotalBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>
    /// The machine's load as of the last garbage collection, and at least this process's own. Both are known without a system call of
    /// this library's.
    /// </summary>
    public override long ReadMemoryUsedBytes() => Math.Max(GC.GetGCMemoryInfo().MemoryLoadBytes, Environment.WorkingSet);

    /// <summary>A backend with this job's share of the processors: all of them where one video is looked at alone.</summary>
    public override AnalysisBackend CreateBackend() =>
        new CpuBackend(FlowSettings.Default with { Threads = Math.Max(1, Environment.ProcessorCount / JobsMax) });
}

namespace FunctionsPipeline.Analysis.Tests.Devices;

/// <summary>A device without anything behind it.</summary>
internal sealed class FakeDevice(string id, int jobsMax = 1, long memoryBytes = 1000) : AnalysisDevice
{
    public long UsedBytes { get; set; }

    public override string Id => id;

    public override string Name => "fake " + id;

    public override AnalysisDeviceKind Kind => AnalysisDeviceKind.Gpu;

    public override int JobsMax => jobsMax;

    public override long MemoryTotalBytes => memoryBytes;

    public override long ReadMemoryUsedBytes() => UsedBytes;

    public override AnalysisBackend CreateBackend() => new CpuBackend();
}

using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Backend;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace FunctionsPipeline.GpuWorker.Devices;

/// <summary>An accelerator of ILGPU as a device. Safe for several threads; dispose it after its backends.</summary>
public sealed class IlgpuDevice : AnalysisDevice, IDisposable
{
    private readonly Accelerator _accelerator;
    private readonly GpuKernels _kernels;

    /// <summary>Opens an accelerator and compiles the kernels for it, which takes a moment.</summary>
    internal IlgpuDevice(Accelerator accelerator, string id, int jobsMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobsMax, 1);
        (_accelerator, Id, JobsMax) = (accelerator, id, jobsMax);
        accelerator.Bind();
        _kernels = new GpuKernels(accelerator);
    }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Name => _accelerator.Name;

    /// <inheritdoc/>
    public override AnalysisDeviceKind Kind => IsProcessor ? AnalysisDeviceKind.Cpu : AnalysisDeviceKind.Gpu;

    /// <inheritdoc/>
    public override int JobsMax { get; }

    /// <inheritdoc/>
    public override long MemoryTotalBytes => IsProcessor ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : _accelerator.MemorySize;

    /// <summary>The accelerator, for measurements of its own speed.</summary>
    internal Accelerator Accelerator => _accelerator;

    private bool IsProcessor => _accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>What the driver says is not free. OpenCL has no such question: 0 there, and the pool goes by what jobs reserve.</summary>
    public override long ReadMemoryUsedBytes() => _accelerator switch
    {
        CudaAccelerator cuda => _accelerator.MemorySize - cuda.GetFreeMemory(),
        _ => IsProcessor ? Environment.WorkingSet : 0,
    };

    /// <inheritdoc/>
    public override AnalysisBackend CreateBackend() => CreateIlgpuBackend();

    /// <summary>A backend with its batches.</summary>
    public IlgpuBackend CreateIlgpuBackend() => new(_accelerator, _kernels, Id);

    /// <inheritdoc/>
    public void Dispose() => _accelerator.Dispose();
}

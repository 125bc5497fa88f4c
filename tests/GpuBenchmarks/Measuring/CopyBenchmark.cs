using FunctionsPipeline.GpuWorker.Devices;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuBenchmarks.Measuring;

/// <summary>What the hardware can do: the bounds that everything else is a share of.</summary>
internal static class CopyBenchmark
{
    private const int CopiesInARow = 8;

    /// <summary>Bytes read and written a second within the device's memory.</summary>
    public static double DeviceBytesPerSecond(IlgpuDevice device, BenchmarkSize size)
    {
        var accelerator = device.Accelerator;
        accelerator.Bind();
        using var stream = accelerator.CreateStream();
        using var one = accelerator.Allocate1D<byte>(size.CopyBytes);
        using var other = accelerator.Allocate1D<byte>(size.CopyBytes);
        var seconds = Clock.MedianSeconds(size.Budget, () =>
        {
            for (var copy = 0; copy < CopiesInARow; copy++) one.View.BaseView.CopyTo(stream, other.View.BaseView);
            stream.Synchronize();
        });
        return 2.0 * CopiesInARow * size.CopyBytes / seconds;
    }

    /// <summary>Bytes a second from page-locked memory of this machine to the device.</summary>
    public static double HostBytesPerSecond(IlgpuDevice device, BenchmarkSize size)
    {
        var accelerator = device.Accelerator;
        accelerator.Bind();
        var bytes = size.CopyBytes / 4;
        using var stream = accelerator.CreateStream();
        using var host = accelerator.AllocatePageLocked1D<byte>(bytes);
        using var target = accelerator.Allocate1D<byte>(bytes);
        var seconds = Clock.MedianSeconds(size.Budget, () =>
        {
            for (var copy = 0; copy < CopiesInARow; copy++) host.ArrayView.CopyTo(stream, target.View.BaseView);
            stream.Synchronize();
        });
        return (double)CopiesInARow * bytes / seconds;
    }
}
